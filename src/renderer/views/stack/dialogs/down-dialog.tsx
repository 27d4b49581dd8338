import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Button, Dialog, formatBytes, plural, Skeleton } from '../../../components/index.ts';
import { core } from '../../../core/index.ts';
import { useStack } from '../stack-context.ts';
import styles from './dialogs.module.css';

/** Removes the containers and networks; the volumes only when asked, and then it says what is in them. */
export function DownDialog({ open }: { open: boolean }) {
  const { view, actions } = useStack();
  const [volumes, setVolumes] = useState(false);
  const [orphans, setOrphans] = useState(false);
  const containers = view.services.flatMap((service) => service.containers);
  const orphaned = containers.filter(({ orphan }) => orphan);
  const name = view.project.name;
  return (
    <Dialog
      open={open}
      onClose={actions.close}
      title={`Take ${name} down?`}
      about={`Stops and removes ${plural(containers.length - orphaned.length, 'container')} and the networks. Images stay.`}
      actions={
        <>
          <Button onClick={actions.close}>Cancel</Button>
          <Button
            kind={volumes ? 'danger' : 'primary'}
            pending={actions.pending}
            onClick={() => actions.down({ volumes, removeOrphans: orphans })}
          >
            {volumes ? 'Down, and lose the data' : 'Down'}
          </Button>
        </>
      }
    >
      <p>{volumes ? 'Its data goes with it.' : 'Volumes stay: the next Up finds its data again.'}</p>
      <label className={styles['choice']}>
        <input type="checkbox" checked={volumes} onChange={({ target }) => setVolumes(target.checked)} />
        Also remove the volumes
      </label>
      {volumes && <Volumes of={name} />}
      {orphaned.length > 0 && (
        <label className={styles['choice']}>
          <input type="checkbox" checked={orphans} onChange={({ target }) => setOrphans(target.checked)} />
          Also remove {plural(orphaned.length, 'container')} that the files do not have any more
        </label>
      )}
    </Dialog>
  );
}

/** Exactly what would be lost, with its size where the engine tells it. */
function Volumes({ of }: { of: string }) {
  const { project } = useStack();
  const places = useQuery({
    queryKey: ['volumes', project],
    queryFn: ({ signal }) => core.files.places({ project }, { signal }),
  });
  const disk = useQuery({
    queryKey: ['disk'],
    queryFn: ({ signal }) => core.engines.disk({}, { signal }),
    staleTime: 30_000,
  });
  const sizes = new Map(
    (disk.data?.kinds.find(({ kind }) => kind === 'volumes')?.items ?? []).map((one) => [one.name, one.size]),
  );
  const names = places.data?.filter(({ kind }) => kind === 'volume').map((place) => place.name);
  return (
    <div className={styles['losses']} role="alert">
      {places.isPending && <Skeleton lines={2} />}
      {names && names.length === 0 && <p>It has no volumes of its own.</p>}
      {names && names.length > 0 && <p>All data in these cannot be had again:</p>}
      {!places.isPending && !names && <p>All data in every named volume of {of} cannot be had again.</p>}
      <ul>
        {names?.map((name) => (
          <li key={name}>
            <code title={name}>{volumeText(name)}</code>
            <span>{sizeText(sizes.get(name))}</span>
          </li>
        ))}
      </ul>
    </div>
  );
}

/** One without a name of its own has an id for it. */
function volumeText(name: string): string {
  return /^[0-9a-f]{64}$/.test(name) ? `without a name, ${name.slice(0, 12)}` : name;
}

function sizeText(size: number | undefined): string {
  return size === undefined || size < 0 ? '' : formatBytes(size);
}
