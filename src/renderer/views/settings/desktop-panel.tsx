import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Button, Panel, Switch } from '../../components/index.ts';
import { query, useAction, useCore, useHello } from '../../core/index.ts';
import { SettingRow } from './setting-row.tsx';

/** What only the app can do; nothing in a browser. */
export function DesktopPanel() {
  const desktop = useHello()?.host === 'desktop';
  return desktop ? <Panels /> : null;
}

function Panels() {
  const core = useCore();
  const client = useQueryClient();
  const options = query.desktop.state.queryOptions();
  const state = useQuery(options);
  const login = useAction((open: boolean) => core.desktop.setOpenAtLogin({ open }), {
    failure: 'Could not change what opens at login',
    onDone: (next) => client.setQueryData(options.queryKey, next),
  });
  const install = useAction(() => core.desktop.installUpdate(), { failure: 'Could not install the update' });
  const { openAtLogin = false, update, updateProblem } = state.data ?? {};
  return (
    <Panel title="App" flush>
      <SettingRow name="Open at login" about="In the tray, without a window.">
        <Switch
          checked={openAtLogin}
          disabled={!state.data || login.pending}
          onChange={(open) => void login.run(open)}
        >
          <span className="visually-hidden">Open at login</span>
        </Switch>
      </SettingRow>
      <SettingRow
        name="Updates"
        about={updateProblem ?? (update ? `Version ${update.version} is there.` : 'Up to date.')}
      >
        {update && (
          <Button disabled={!update.ready} pending={install.pending} onClick={() => void install.run()}>
            {update.ready ? 'Restart with the new version' : 'Downloading'}
          </Button>
        )}
      </SettingRow>
    </Panel>
  );
}
