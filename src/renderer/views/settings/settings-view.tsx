import { Page } from '../../components/index.ts';
import { UserSecretsPanel } from '../secrets/user-secrets-panel.tsx';
import { TeamPanel } from '../team/team-panel.tsx';
import { AboutPanel } from './about-panel.tsx';
import { DesktopPanel } from './desktop-panel.tsx';
import { EnginePanel } from './engine-panel.tsx';
import { LookPanel } from './look-panel.tsx';
import { MachinePanel } from './machine-panel.tsx';

export default function SettingsView() {
  return (
    <Page title="Settings" about="Of this machine, for every project; the command line goes by them too.">
      <LookPanel />
      <TeamPanel />
      <EnginePanel />
      <MachinePanel />
      <UserSecretsPanel />
      <DesktopPanel />
      <AboutPanel />
    </Page>
  );
}
