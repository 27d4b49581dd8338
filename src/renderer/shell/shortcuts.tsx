import { useAllCommands } from '../commands/index.ts';
import { Dialog, Keys } from '../components/index.ts';
import { useOverlays } from '../stores/overlays.ts';
import styles from './shortcuts.module.css';

/** All keys that do something here and now. */
export function Shortcuts() {
  const { open, close } = useOverlays();
  return (
    <Dialog
      open={open === 'shortcuts'}
      onClose={close}
      title="Shortcuts"
      about="What has keys on this page now; everything else is in the palette."
      wide
    >
      <List />
    </Dialog>
  );
}

function List() {
  const withKeys = useAllCommands().filter(({ keys, enabled }) => keys && enabled !== false);
  const groups = [...Map.groupBy(withKeys, ({ group }) => group)];
  return (
    <div className={styles['groups']}>
      {groups.map(([group, commands]) => (
        <section key={group} className={styles['group']}>
          <h3>{group}</h3>
          <dl>
            {commands.map(({ id, title, keys }) => (
              <div key={id}>
                <dt>{title}</dt>
                <dd>{keys && <Keys of={keys} />}</dd>
              </div>
            ))}
          </dl>
        </section>
      ))}
    </div>
  );
}
