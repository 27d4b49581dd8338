import { create } from 'zustand';
import type { FilePlace } from '../../../shared/contract/index.ts';
import { core, tellFailure } from '../../core/index.ts';
import { bytesOf } from './hex.ts';
import { fileNameFor, nameOf, visibleName } from './paths.ts';
import { saveTargetFor } from './save-target.ts';

/** Something that is on its way to this machine. */
export interface Download {
  id: number;
  name: string;
  /** Bytes that have come. */
  taken: number;
  /** Bytes of the whole; unknown for a folder. */
  size: number | undefined;
  cancel: () => void;
}

interface DownloadStore {
  downloads: readonly Download[];
}

/** Under way, also while another view is open. */
export const useDownloads = create<DownloadStore>(() => ({ downloads: [] }));

let count = 0;

/**
 * Brings a file to this machine, or a folder (of unknown size) as a tar archive. Must be called from a click: it may ask
 * where to. A failure is told at the page's edge.
 */
export async function download(place: FilePlace, path: string, size: number | undefined): Promise<void> {
  const { project, kind, name: placeName } = place;
  const name = fileNameFor((nameOf(path) || placeName) + (size === undefined ? '.tar' : ''));
  const target = await saveTargetFor(name, size);
  if (!target) return;
  const id = ++count;
  const stream = `download-${id}`;
  const leaving = new AbortController();
  const { signal } = leaving;
  let [taken, batches] = [0, 0];
  const show = () => put({ ...{ id, name: visibleName(name), taken, size }, cancel: () => leaving.abort() });
  show();
  try {
    const input = { project, kind, name: placeName, path, stream };
    for await (const { base64 } of await core.files.download(input, { signal })) {
      const bytes = bytesOf(base64);
      await target.write(bytes);
      taken += bytes.length;
      show();
      // When the connection is lost, the stream says so itself.
      core.streams.acknowledge({ stream, batches: ++batches }).catch(() => {});
    }
    if (signal.aborted) await target.giveUp();
    else await target.finish();
  } catch (thrown) {
    await target.giveUp();
    if (!signal.aborted) tellFailure(`Could not download ${visibleName(name)}`, thrown);
  } finally {
    useDownloads.setState(({ downloads }) => ({ downloads: downloads.filter((it) => it.id !== id) }));
  }
}

function put(download: Download): void {
  useDownloads.setState(({ downloads }) => ({
    downloads: downloads.some(({ id }) => id === download.id)
      ? downloads.map((it) => (it.id === download.id ? download : it))
      : [...downloads, download],
  }));
}
