// @ts-check
import { EventEmitter } from 'node:events';
import { pathToFileURL } from 'node:url';
import { MessagePortMain } from './processes.mjs';

/* Runs a module as Electron's utility process does: with `process.parentPort`, and ports that come through it. */

const [, , file = '', ...args] = process.argv;
process.argv.splice(1, process.argv.length, file, ...args);

/** @type {Map<number, MessagePortMain>} */
const ports = new Map();
/** @type {any[]} what came before anybody listened */
let waiting = [];

class ParentPort extends EventEmitter {
  postMessage = (/** @type {unknown} */ data) => process.send?.({ data });
  start() {
    process.channel?.ref();
    const early = waiting;
    waiting = [];
    for (const event of early) this.emit('message', event);
  }
}
const parentPort = new ParentPort();
parentPort.on('newListener', () => setImmediate(() => parentPort.start()));
Object.assign(process, { parentPort });
// As there, a process without a listener ends when it has nothing left to do.
process.channel?.unref();

process.on('message', (/** @type {any} */ message) => {
  if (message.port !== undefined) {
    const port = ports.get(message.port);
    if (message.closed) port?.lose();
    else port?.receive(message.data);
    return;
  }
  const event = { data: message.data, ports: message.ports.map(portOf) };
  if (parentPort.listenerCount('message') > 0 && waiting.length === 0) parentPort.emit('message', event);
  else waiting.push(event);
});
process.on('disconnect', () => process.exit(0));
process.channel?.unref();

/** @param {number} id */
function portOf(id) {
  const port = new MessagePortMain();
  port.speakThrough(
    (data) => process.send?.({ port: id, data }),
    () => process.send?.({ port: id, closed: true }),
  );
  ports.set(id, port);
  return port;
}

await import(pathToFileURL(file).href);
