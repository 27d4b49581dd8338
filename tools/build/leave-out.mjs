import { fileURLToPath } from 'node:url';

const here = (file) => fileURLToPath(new URL(file, import.meta.url));
const nothing = here('nothing.cjs');

/**
 * What dockerode and its docker-modem load and Blockyard never uses, by the folder of who asks for it. It would be most of
 * what they weigh, in native code as well, and all of it would be run at every start.
 */
const leftOut = {
  '/node_modules/dockerode/': {
    // Its build sessions (gRPC) and build contexts: ours are in src/core/engine/images.
    './session': nothing,
    './buildkit': nothing,
    'tar-fs': nothing,
    '@balena/dockerignore': nothing,
    zlib: nothing,
  },
  '/node_modules/docker-modem/': {
    // Its own ssh (src/core/engine/ssh.ts has the system's), its log, and its certificates from the environment.
    './ssh': nothing,
    debug: nothing,
    'split-ca': nothing,
    // TLS comes with a connection: see src/core/engine/routes.ts.
    https: nothing,
    'readable-stream': here('readable-stream.cjs'),
  },
};

/** Puts small stand-ins in the place of modules that are not to be in the bundle. */
export function leaveOut() {
  return {
    name: 'blockyard:leave-out',
    enforce: 'pre',
    resolveId(source, importer = '') {
      const folder = Object.keys(leftOut).find((part) => importer.replaceAll('\\', '/').includes(part));
      return leftOut[folder]?.[source];
    },
  };
}
