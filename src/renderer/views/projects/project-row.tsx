import { Copy, Ellipsis, EyeOff, FolderOpen, GitBranch } from 'lucide-react';
import { memo } from 'react';
import type { ProjectSummary } from '../../../shared/contract/index.ts';
import {
  Chip,
  copyText,
  formatBytes,
  formatPercent,
  IconButton,
  Menu,
  type MenuItem,
  plural,
  RelativeTime,
  StateDot,
  toneOfStack,
} from '../../components/index.ts';
import { hrefTo, useAction, useCore } from '../../core/index.ts';
import { useProposal } from '../../stores/proposal.ts';
import styles from './project-row.module.css';
import { Studs } from './studs.tsx';

export const ProjectRow = memo(({ project }: { project: ProjectSummary }) => {
  const { id, name, branch, folder, load, openedAt, problem } = project;
  return (
    <li className={styles['row']}>
      <StateDot tone={problem ? 'bad' : toneOfStack(project)} busy={project.task !== undefined} />
      <div className={styles['what']}>
        <h2>
          <a className={styles['link']} href={hrefTo({ project: id, view: 'stack' })}>
            {name}
          </a>
          {branch && (
            <Chip title={`Branch ${branch}`}>
              <GitBranch size={12} aria-hidden />
              {branch}
            </Chip>
          )}
        </h2>
        <p className={problem ? styles['problem'] : styles['folder']} title={problem?.message ?? folder}>
          {problem?.message ?? folder ?? 'its folder is not known'}
        </p>
      </div>
      <div className={styles['state']}>
        <Studs services={project.services} up={project.state !== 'absent'} />
        <p>{wordsFor(project)}</p>
      </div>
      <div className={styles['load']}>
        {load && (
          <>
            <p>{formatPercent(load.cpuPercent)} CPU</p>
            <p>{formatBytes(load.memoryUsed)}</p>
          </>
        )}
      </div>
      <div className={styles['opened']}>{openedAt !== undefined && <RelativeTime time={openedAt} />}</div>
      <RowMenu project={project} />
    </li>
  );
});

function wordsFor({ state, services: { total, ready, waiting, failed } }: ProjectSummary): string {
  if (failed > 0) return `${failed} of ${total} failed`;
  if (waiting > 0) return `${ready} of ${total} ready, ${waiting} waiting`;
  switch (state) {
    case 'absent':
      return `not up · ${plural(total, 'service')}`;
    case 'stopped':
      return `stopped · ${plural(total, 'service')}`;
    case 'unknown':
      return plural(total, 'service');
    case 'partial':
    case 'running':
      return `${ready} of ${total} ready`;
  }
}

function RowMenu({ project: { id, name, kind, folder } }: { project: ProjectSummary }) {
  const core = useCore();
  const propose = useProposal((store) => store.propose);
  const forget = useAction(() => core.projects.forget({ project: id }), {
    failure: `Could not forget ${name}`,
  });
  const items: MenuItem[] = [];
  if (folder !== undefined)
    items.push({ title: 'Copy the folder’s path', icon: Copy, run: () => void copyText(folder) });
  if (kind === 'opened')
    items.push({
      title: 'Forget (files and stack stay)',
      icon: EyeOff,
      separated: items.length > 0,
      run: () => void forget.run(),
    });
  else if (folder !== undefined)
    items.push({
      title: 'Open this folder…',
      icon: FolderOpen,
      run: () => propose({ kind: 'add-folder', folder }),
    });
  if (items.length === 0) return <span />;
  return (
    <div className={styles['menu']}>
      <Menu trigger={<IconButton icon={Ellipsis} label={`More for ${name}`} />} items={items} />
    </div>
  );
}
