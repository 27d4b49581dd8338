import { useQuery } from '@tanstack/react-query';
import { Eraser } from 'lucide-react';
import { useState } from 'react';
import { useCommands } from '../../commands/index.ts';
import { Button, Page } from '../../components/index.ts';
import { query, useFollowed } from '../../core/index.ts';
import { CleanUpDialog } from './clean-up-dialog.tsx';
import { DiskPanel } from './disk-panel.tsx';
import { EnginePanel } from './engine-panel.tsx';
import { FoundPanel } from './found-panel.tsx';

/** Which engine it is, which others there are, what lies on its disk, and what of that may go. */
export default function EngineView() {
  const engine = useFollowed('engines.follow', {});
  const connected = engine.state === 'live' && engine.value.state === 'connected';
  const address = connected && engine.value.state === 'connected' ? engine.value.info.address : undefined;
  const disk = useQuery({
    ...query.engines.disk.queryOptions({ input: {} }),
    // Another engine, another disk.
    queryKey: ['engines.disk', address],
    enabled: connected,
    staleTime: 30_000,
  });
  const [cleaning, setCleaning] = useState(false);
  useCommands([
    {
      id: 'engine.clean-up',
      title: 'Clean up the engine…',
      group: 'Engine',
      keys: 'c',
      icon: Eraser,
      enabled: connected,
      run: () => setCleaning(true),
    },
    {
      id: 'engine.measure',
      title: "Measure the engine's disk again",
      group: 'Engine',
      keys: 'm',
      enabled: connected,
      run: () => void disk.refetch(),
    },
  ]);
  return (
    <Page
      title="Engine"
      about="Which engine runs the stacks, what lies on its disk, and what of it may go."
      actions={
        <Button kind="primary" icon={Eraser} disabled={!connected} onClick={() => setCleaning(true)}>
          Clean up…
        </Button>
      }
    >
      <EnginePanel engine={engine} />
      <DiskPanel disk={disk} connected={connected} />
      <FoundPanel address={address} />
      {cleaning && (
        <CleanUpDialog
          onClose={() => {
            setCleaning(false);
            void disk.refetch();
          }}
        />
      )}
    </Page>
  );
}
