import http from 'node:http';
import { database, openQueue, prepareTables, queueName } from './parts.js';

await prepareTables();
const channel = await openQueue();

const routes = {
  'GET /healthz': async () => {
    await database.query('SELECT 1');
    return { ok: true };
  },

  'GET /jobs': async () => {
    const { rows } = await database.query('SELECT id, text, words FROM jobs ORDER BY id DESC LIMIT 20');
    return rows;
  },

  'POST /jobs': async (request) => {
    const text = await read(request);
    const { rows } = await database.query('INSERT INTO jobs (text) VALUES ($1) RETURNING id', [text]);
    channel.sendToQueue(queueName, Buffer.from(String(rows[0].id)), { persistent: true });
    // Answered when the broker has it for good.
    await channel.waitForConfirms();
    return rows[0];
  },
};

async function read(request) {
  let text = '';
  for await (const piece of request.setEncoding('utf8')) {
    text += piece;
    if (text.length > 10_000) throw new Error('too long');
  }
  return text;
}

http
  .createServer(async (request, response) => {
    const { pathname } = new URL(request.url, 'http://api');
    const route = routes[`${request.method} ${pathname}`];
    const [status, body] = route
      ? await route(request).then(
          (answer) => [200, answer],
          (error) => {
            console.error(error);
            return [503, { error: 'Try again in a moment.' }];
          },
        )
      : [404, { error: 'Not found.' }];
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  })
  .listen(process.env.PORT ?? 3000, () => console.log('listening'));

process.on('SIGTERM', () => process.exit());
