/**
 * In a binding, `consumer` is the name of the service that is bound. An instance's bindings are made once for all of
 * them, so until they are handed out a character that no text has stands for it.
 */
export const consumerMark = '\uE002';

/** A binding's value as one service gets it. */
export function forConsumer(value: string, service: string): string {
  return value.replaceAll(consumerMark, service);
}
