import { PassThrough, type Readable } from 'node:stream';

/**
 * A stream in the form that dockerode can send: where it breaks off, the request does so too, instead of waiting for the
 * rest. Destroying either destroys both.
 */
export function uploadOf(source: Readable): PassThrough {
  const upload = new PassThrough();
  // It may be told of when nothing is sent any more, or was never.
  upload.on('error', () => {});
  source.once('error', (error) => upload.destroy(error));
  source.once('close', () => {
    if (!source.readableEnded) upload.destroy(new Error('the input was closed before its end'));
  });
  upload.once('close', () => source.destroy());
  return source.pipe(upload);
}
