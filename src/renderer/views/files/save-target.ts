/** Where the pieces of a download go. */
export interface SaveTarget {
  write(bytes: Uint8Array<ArrayBuffer>): Promise<void>;
  finish(): Promise<void>;
  giveUp(): Promise<void>;
}

/** From here on a browser that can is asked where to, so that it goes to the disk at once. Bytes. */
const large = 256 * 1024 ** 2;

interface SavePicker {
  showSaveFilePicker(options: { suggestedName: string }): Promise<FileSystemFileHandle>;
}

/** Undefined when the person who was asked does not want it any more. Must be called from a click. */
export async function saveTargetFor(name: string, size: number | undefined): Promise<SaveTarget | undefined> {
  if (size === undefined || size < large || !('showSaveFilePicker' in window)) return blobTarget(name);
  try {
    const picker = window as Window & Partial<SavePicker>;
    const handle = await picker.showSaveFilePicker?.({ suggestedName: name });
    const writable = await handle?.createWritable();
    if (!writable) return blobTarget(name);
    return {
      write: (bytes) => writable.write(bytes),
      finish: () => writable.close(),
      giveUp: () => writable.abort(),
    };
  } catch (thrown) {
    if (thrown instanceof DOMException && thrown.name === 'AbortError') return undefined;
    return blobTarget(name);
  }
}

/** The browser keeps blobs on the disk when they are large: pieces go into one as soon as they are some megabytes. */
const blobLength = 16 * 1024 ** 2;

function blobTarget(name: string): SaveTarget {
  const blobs: Blob[] = [];
  let pieces: Uint8Array<ArrayBuffer>[] = [];
  let length = 0;
  return {
    async write(bytes) {
      pieces.push(bytes);
      length += bytes.length;
      if (length < blobLength) return;
      blobs.push(new Blob(pieces));
      pieces = [];
      length = 0;
    },
    async finish() {
      // Of a type that no browser finds an ending for: the name stays as it is.
      const whole = new Blob([...blobs, ...pieces], { type: 'application/octet-stream' });
      const address = URL.createObjectURL(whole);
      const anchor = document.createElement('a');
      anchor.href = address;
      anchor.download = name;
      anchor.click();
      // The browser takes it in its own time.
      setTimeout(() => URL.revokeObjectURL(address), 60_000);
    },
    async giveUp() {},
  };
}
