/** One client of the core, for as long as it is connected. */
export interface Connection {
  /** Waits until the stream's client has worked off all but `ahead` of `sent` batches; at once for a stream without a name. */
  whenTaken(stream: string | undefined, sent: number, signal: AbortSignal): Promise<void>;
  acknowledge(stream: string, batches: number): void;
  /** For streams that drop rather than wait: whether the client is more than `ahead` batches behind. */
  isBehind(stream: string | undefined, sent: number): boolean;
}
