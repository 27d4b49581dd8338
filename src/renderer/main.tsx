import './styles/fonts.css';
import './styles/tokens.css';
import './styles/base.css';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './app.tsx';
import { reloadWhenTorn, startConnection } from './core/index.ts';
import { applyStoredTheme } from './stores/theme.ts';

applyStoredTheme();
reloadWhenTorn();
startConnection();

createRoot(document.getElementById('root') as HTMLElement).render(
  <StrictMode>
    <App />
  </StrictMode>,
);
