import { CSPProvider } from '@base-ui/react/csp-provider';
import { Tooltip } from '@base-ui/react/tooltip';
import { QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { useEffect } from 'react';
import { bindKeys } from './commands/index.ts';
import { showError, Toasts } from './components/index.ts';
import { onActionFailure, queryClient } from './core/index.ts';
import { makeRouter } from './router.tsx';

const router = makeRouter();
onActionFailure(showError);

export function App() {
  useEffect(bindKeys, []);
  return (
    <CSPProvider disableStyleElements>
      <QueryClientProvider client={queryClient}>
        <Tooltip.Provider delay={500}>
          <RouterProvider router={router} />
        </Tooltip.Provider>
        <Toasts />
      </QueryClientProvider>
    </CSPProvider>
  );
}
