import type { CoreClient } from '../../../shared/contract/index.ts';

export type DownloadForm = 'plain' | 'timestamps' | 'json-lines';

interface Wish {
  project: string;
  services: string[] | undefined;
  grep: string | undefined;
  form: DownloadForm;
}

let downloads = 0;

/** Fetches all that is kept and matches, and hands it to the browser as a file. Tells how many lines there are so far. */
export async function download(
  core: CoreClient,
  wish: Wish,
  onLines: (lines: number) => void,
  signal: AbortSignal,
): Promise<void> {
  const stream = `download-${++downloads}`;
  const parts: Blob[] = [];
  let lines = 0;
  for await (const piece of await core.logs.download({ ...wish, stream }, { signal })) {
    // A blob is not of the page's heap.
    parts.push(new Blob([piece.text]));
    lines += piece.lines;
    onLines(lines);
    void core.streams.acknowledge({ stream, batches: parts.length }).catch(() => {});
  }
  const address = URL.createObjectURL(new Blob(parts, { type: 'text/plain' }));
  const link = document.createElement('a');
  link.href = address;
  link.download = `logs-${new Date().toISOString().slice(0, 19).replaceAll(':', '-')}.${wish.form === 'json-lines' ? 'jsonl' : 'log'}`;
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
}
