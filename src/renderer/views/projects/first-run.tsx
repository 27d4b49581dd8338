import { FolderOpen, GitFork, Play, Plus } from 'lucide-react';
import { Button } from '../../components/index.ts';
import { goTo, useAction, useCore } from '../../core/index.ts';
import { useProposal } from '../../stores/proposal.ts';
import styles from './first-run.module.css';

/** Nothing was opened yet: the way to a running stack in three clicks. */
export function FirstRun() {
  const core = useCore();
  const propose = useProposal((store) => store.propose);
  const sample = useAction(() => core.projects.openSample({}), {
    failure: 'Could not open the sample',
    onDone: ({ id }) => goTo({ project: id, view: 'stack' }),
  });
  return (
    <section className={styles['first']}>
      <Bricks />
      <h2>Bring up your first stack</h2>
      <p>
        Blockyard works with the Compose file that you have. To look around first, open the sample: a small
        shop with a database, a cache and a worker.
      </p>
      <div className={styles['actions']}>
        <Button
          kind="primary"
          size="large"
          icon={Play}
          pending={sample.pending}
          onClick={() => void sample.run()}
        >
          Open the sample
        </Button>
        <Button size="large" icon={Plus} onClick={() => propose({ kind: 'new-project' })}>
          New project…
        </Button>
        <Button size="large" icon={FolderOpen} onClick={() => propose({ kind: 'add-folder' })}>
          Open a folder…
        </Button>
        <Button size="large" icon={GitFork} onClick={() => propose({ kind: 'clone' })}>
          Clone a repository…
        </Button>
      </div>
      <ol className={styles['steps']}>
        <li>
          <b>Open</b> a folder with a <code>compose.yaml</code>.
        </li>
        <li>
          <b>Up</b> starts its services, each when what it needs is ready.
        </li>
        <li>
          <b>Look</b>: logs, terminals, files and load are one click away.
        </li>
      </ol>
    </section>
  );
}

/** Blocks on blocks, as the mark has them. */
function Bricks() {
  const bricks = [
    [0, 36, 60],
    [64, 36, 60],
    [128, 36, 28],
    [32, 14, 60],
    [96, 14, 28],
  ] as const;
  return (
    <svg className={styles['bricks']} viewBox="0 0 156 56" width="156" height="56" aria-hidden>
      {bricks.map(([x, y, width], index) => (
        <g key={`${x} ${y}`} className={styles[`brick-${index}`]}>
          <rect x={x} y={y} width={width} height={18} rx="3" />
          {Array.from({ length: Math.round(width / 20) }, (_, stud) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a drawing
            <rect key={stud} x={x + 6 + stud * 18} y={y - 4} width="11" height="5" rx="1.5" />
          ))}
        </g>
      ))}
    </svg>
  );
}
