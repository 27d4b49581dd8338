import { Monitor, Moon, Sun } from 'lucide-react';
import { Panel, Segmented } from '../../components/index.ts';
import { useThemeChoice } from '../../stores/theme.ts';
import { SettingRow } from './setting-row.tsx';

export function LookPanel() {
  const { choice, choose } = useThemeChoice();
  return (
    <Panel title="Look" flush>
      <SettingRow name="Theme" about="Kept in this browser or window.">
        <Segmented
          label="Theme"
          value={choice}
          onChange={choose}
          options={[
            { value: 'system', title: 'System', icon: Monitor },
            { value: 'light', title: 'Light', icon: Sun },
            { value: 'dark', title: 'Dark', icon: Moon },
          ]}
        />
      </SettingRow>
    </Panel>
  );
}
