import { request as plain } from 'node:http';
import { request as secure } from 'node:https';
import type { Address } from './address.ts';

/** One GET. Any answer below 500 is one; with a login in the address, a refusal is not. */
export async function greetHttp(address: Address, signal: AbortSignal): Promise<string> {
  const { scheme, user, password, host, port, path } = address;
  const status = await new Promise<number>((resolve, reject) => {
    const options = {
      host: connectable(host),
      port,
      path: `/${path}`,
      signal: AbortSignal.any([signal, AbortSignal.timeout(10_000)]),
      headers: { host: `${host}:${port}`, accept: '*/*' },
      ...(user && { auth: `${user}:${password}` }),
      // A block's own authority is known to nobody here; that it answers is what counts.
      ...(scheme === 'https' && { rejectUnauthorized: false, servername: host }),
    };
    (scheme === 'https' ? secure : plain)(options, (response) => {
      response.destroy();
      resolve(response.statusCode ?? 0);
    })
      .on('error', reject)
      .end();
  });
  if (status >= 500) throw new Error(`it answers ${status}`);
  if (user && (status === 401 || status === 403))
    throw new Error(`it answers ${status} to the login of the binding`);
  return `answers ${status}`;
}

/** Every name below `localhost` is this machine, whatever its resolver knows. */
function connectable(host: string): string {
  return host.endsWith('.localhost') ? '127.0.0.1' : host;
}
