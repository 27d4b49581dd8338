// @ts-check
import http from 'node:http';
import { DevError } from './run.mjs';

/**
 * The engine's HTTP API, bare. These tools need eight calls and must work before packages are installed.
 * @typedef {{name: string, socket: string, programs?: string}} EngineAddress `programs`: folders of its own programs
 */

/**
 * @param {EngineAddress} engine
 * @param {string} method
 * @param {string} path
 * @param {{body?: import('node:stream').Readable, timeout?: number}} [options] timeout in milliseconds
 * @returns {Promise<import('node:http').IncomingMessage>} whatever the status is
 */
export function call(engine, method, path, { body, timeout } = {}) {
  return new Promise((resolve, reject) => {
    const request = http.request(
      {
        socketPath: engine.socket,
        method,
        path,
        headers: { host: 'engine', ...(body && { 'content-type': 'application/x-tar' }) },
        ...(timeout && { signal: AbortSignal.timeout(timeout) }),
      },
      resolve,
    );
    request.on('error', reject);
    if (body) {
      body.on('error', reject);
      body.pipe(request);
    } else request.end();
  });
}

/**
 * @param {EngineAddress} engine
 * @param {string} path
 * @param {number} [timeout] milliseconds
 * @returns {Promise<any>} the answer's JSON, undefined when the engine has no such thing
 */
export async function get(engine, path, timeout) {
  const response = await call(engine, 'GET', path, timeout === undefined ? {} : { timeout });
  const text = await textOf(response);
  if (response.statusCode === 404) return undefined;
  if ((response.statusCode ?? 500) >= 400) throw new DevError(`The engine refused ${path}: ${text.trim()}`);
  return JSON.parse(text);
}

/**
 * For calls that answer with a stream of JSON lines, the last of which may be an error.
 * @param {EngineAddress} engine
 * @param {string} path
 * @param {import('node:stream').Readable} body
 * @returns {Promise<string>} what the engine printed
 */
export async function send(engine, path, body) {
  const response = await call(engine, 'POST', path, { body });
  const text = await textOf(response);
  let printed = '';
  for (const line of text.split('\n').filter((one) => one.trim())) {
    const message = JSON.parse(line);
    printed += message.stream ?? '';
    const error = message.error ?? ((response.statusCode ?? 500) >= 400 ? message.message : undefined);
    if (error) throw new DevError(`${printed.split('\n').slice(-25).join('\n')}\nThe engine says: ${error}`);
  }
  return printed;
}

/**
 * @param {EngineAddress} engine
 * @returns {Promise<string | undefined>} the version of the engine that answers there
 */
export async function versionAt(engine) {
  try {
    return (await get(engine, '/version', 2000))?.Version;
  } catch {
    return undefined;
  }
}

/** @param {import('node:http').IncomingMessage} response */
async function textOf(response) {
  let text = '';
  response.setEncoding('utf8');
  for await (const piece of response) text += piece;
  return text;
}
