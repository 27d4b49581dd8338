/** Who started this process through a `ProcessHost`. */
export interface Parent {
  send(message: unknown): void;
  /** Listening keeps this process alive; it ends when its parent does. */
  onMessage(listener: (message: unknown) => void): void;
}

/** As Electron gives it to a utility process. */
interface ParentPort {
  postMessage(message: unknown): void;
  on(event: 'message', listener: (event: { data: unknown }) => void): void;
}

/** Undefined in a process that nobody of ours has started. */
export function parentProcess(): Parent | undefined {
  const { parentPort } = process as { parentPort?: ParentPort };
  if (parentPort)
    return {
      send: (message) => parentPort.postMessage(message),
      onMessage: (listener) => parentPort.on('message', ({ data }) => listener(data)),
    };
  if (!process.send) return undefined;
  // A parent that was killed says nothing else.
  process.once('disconnect', () => process.exit(1));
  return {
    send: (message) => process.send?.(message),
    onMessage: (listener) => process.on('message', listener),
  };
}
