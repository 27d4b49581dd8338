import { ArrowUp, Download, FolderOpen, RotateCw } from 'lucide-react';
import { useEffect, useState } from 'react';
import { Group, Panel, Separator } from 'react-resizable-panels';
import type { FileEntry } from '../../../shared/contract/index.ts';
import { useCommands } from '../../commands/index.ts';
import {
  Button,
  CopyButton,
  copyText,
  EmptyState,
  FailedState,
  formatBytes,
  formatCount,
  IconButton,
  Progress,
  plural,
  SearchField,
  Skeleton,
} from '../../components/index.ts';
import { toErrorData, useFilter } from '../../core/index.ts';
import { NothingRuns } from '../nothing-runs.tsx';
import type { ProjectViewProps } from '../view.ts';
import { Breadcrumb } from './breadcrumb.tsx';
import { download, useDownloads } from './downloads.ts';
import { isFolder, shownEntries, sortOf, textOfSort } from './entries.ts';
import { EntryTable } from './entry-table.tsx';
import styles from './files-view.module.css';
import { join, nameOf, parentOf } from './paths.ts';
import { Places } from './places.tsx';
import { Preview } from './preview.tsx';
import { useFiles } from './use-files.ts';

/** What lies in the containers and volumes of a project. */
export default function FilesView({ project }: ProjectViewProps) {
  const files = useFiles(project);
  const { places, place, path, listing, isFile, file, setFile, goTo, openAsFile } = files;
  const [find, setFind] = useFilter('find');
  const [sortText, setSort] = useFilter('sort');
  const [choice, setChoice] = useState({ folder: '', name: '' });
  const sort = sortOf(sortText);
  const folder = `${place?.name} ${path}`;
  const chosen = choice.folder === folder ? choice.name : '';
  const choose = (name: string) => setChoice({ folder, name });

  // biome-ignore lint/correctness/useExhaustiveDependencies: when the path turns out to be a file's
  useEffect(() => {
    if (isFile) openAsFile();
  }, [isFile]);

  const go = (next: string) => {
    setFind('');
    goTo(next);
  };
  const open = (entry: FileEntry) => {
    choose(entry.name);
    if (isFolder(entry) || (entry.kind === 'link' && entry.leadsTo === undefined)) go(join(path, entry.name));
    else setFile(entry.name);
  };
  const up = () => {
    if (path === '/') return;
    // Where one came from is chosen there.
    setChoice({ folder: `${place?.name} ${parentOf(path)}`, name: nameOf(path) });
    go(parentOf(path));
  };
  const refresh = () => void Promise.all([listing.refetch(), places.refetch()]);
  const downloadFolder = () => place && void download(place, path, undefined);
  const ready = place !== undefined;
  useCommands([
    {
      ...{ id: 'files.up', title: 'Go to the folder above', group: 'Files', keys: 'Alt+ArrowUp' },
      enabled: path !== '/',
      icon: ArrowUp,
      run: up,
    },
    {
      ...{ id: 'files.refresh', title: 'Look at the folder again', group: 'Files', keys: 'r' },
      enabled: ready,
      icon: RotateCw,
      run: refresh,
    },
    {
      ...{ id: 'files.copy-path', title: 'Copy the path', group: 'Files' },
      enabled: ready,
      run: () => void copyText(file ? join(path, file) : path),
    },
    {
      ...{ id: 'files.download-folder', title: 'Download this folder', group: 'Files' },
      enabled: ready,
      icon: Download,
      run: () => void downloadFolder(),
    },
    {
      ...{ id: 'files.close-preview', title: 'Close the preview', group: 'Files', keys: 'Escape' },
      enabled: file !== '',
      hidden: true,
      run: () => setFile(''),
    },
  ]);

  if (places.error && !places.data)
    return <FailedState error={toErrorData(places.error)} onRetry={() => void places.refetch()} />;
  if (places.data?.length === 0)
    return (
      <NothingRuns
        project={project}
        icon={FolderOpen}
        text="Here you look into containers and volumes, and there are none yet."
      />
    );
  const entries = shownEntries(listing.data?.entries ?? [], find, sort);
  return (
    <div className={styles['view']}>
      {places.data ? (
        <Places places={places.data} chosen={place} onChoose={files.choosePlace} />
      ) : (
        <div className={styles['loading']}>
          <Skeleton height="34px" lines={4} />
        </div>
      )}
      <Group orientation="horizontal">
        <Panel id="folder" minSize={320}>
          <div className={styles['folder']}>
            <div className={styles['bar']}>
              <IconButton
                icon={ArrowUp}
                size="small"
                label="Up"
                keys="Alt+ArrowUp"
                disabled={path === '/'}
                onClick={up}
              />
              <Breadcrumb path={path} onGo={go} />
              <SearchField
                label="Filter"
                value={find}
                onChange={setFind}
                className={styles['filter'] ?? ''}
              />
              <CopyButton text={path} label="Copy the path" />
              <IconButton icon={RotateCw} size="small" label="Look again" keys="r" onClick={refresh} />
              <Button
                size="small"
                icon={Download}
                aria-label="Download this folder"
                disabled={!ready}
                onClick={downloadFolder}
              >
                Folder
              </Button>
            </div>
            <Downloads />
            {listing.error && !isFile ? (
              <FailedState error={toErrorData(listing.error)} onRetry={refresh}>
                {path !== '/' && (
                  <Button size="small" onClick={up}>
                    Go up
                  </Button>
                )}
              </FailedState>
            ) : !listing.data ? (
              <div className={styles['loading']}>
                <Skeleton height="18px" lines={12} />
              </div>
            ) : (
              <>
                {listing.data.note && <p className={styles['note']}>{listing.data.note}</p>}
                <EntryTable
                  entries={entries}
                  sort={sort}
                  onSort={(next) => setSort(textOfSort(next))}
                  chosen={chosen || file}
                  onChoose={choose}
                  onOpen={open}
                  onUp={up}
                  folder={folder}
                >
                  <EmptyState text={find ? `Nothing here is called “${find}”.` : 'This folder is empty.'} />
                </EntryTable>
                <footer className={styles['foot']}>
                  {plural(entries.length, 'entry', 'entries')}
                  {listing.data.omitted > 0 &&
                    `; ${formatCount(listing.data.omitted)} more are not listed: open a terminal to see them`}
                  <span>Arrows choose, Enter opens, Backspace goes up</span>
                </footer>
              </>
            )}
          </div>
        </Panel>
        {file !== '' && place && (
          <>
            <Separator className={styles['separator'] ?? ''} aria-label="Width of the preview" />
            <Panel id="preview" defaultSize="45%" minSize={280}>
              <Preview
                key={`${place.name} ${path} ${file}`}
                place={place}
                path={join(path, file)}
                onDownload={(size) => void download(place, join(path, file), size)}
                onClose={() => setFile('')}
              />
            </Panel>
          </>
        )}
      </Group>
    </div>
  );
}

/** What is on its way to this machine. */
function Downloads() {
  const downloads = useDownloads((state) => state.downloads);
  return downloads.map(({ id, name, taken, size, cancel }) => (
    <div key={id} className={styles['download']} role="status">
      <Download size={13} aria-hidden />
      <span>
        {name}: {formatBytes(taken)}
        {size !== undefined && ` of ${formatBytes(size)}`}
      </span>
      <Progress label={`Download of ${name}`} value={size ? taken / size : undefined} />
      <Button size="small" kind="quiet" onClick={cancel}>
        Cancel
      </Button>
    </div>
  ));
}
