import http from 'node:http';
import pg from 'pg';
import { createClient } from 'redis';

const database = new pg.Pool({ connectionString: process.env.DATABASE_URL });
database.on('error', (error) => console.error('database:', error.message));
const cache = createClient({ url: process.env.REDIS_URL });
cache.on('error', (error) => console.error('cache:', error.message));

await cache.connect();
await database.query(
  'CREATE TABLE IF NOT EXISTS entries (id serial PRIMARY KEY, text text NOT NULL, written timestamptz DEFAULT now())',
);

const routes = {
  'GET /healthz': async () => {
    await Promise.all([database.query('SELECT 1'), cache.ping()]);
    return { type: 'text/plain', body: 'ok' };
  },

  'GET /': async () => {
    const [visits, { rows }] = await Promise.all([
      cache.incr('visits'),
      database.query('SELECT text FROM entries ORDER BY id DESC LIMIT 20'),
    ]);
    return { type: 'text/html; charset=utf-8', body: page(visits, rows) };
  },

  'POST /': async (request) => {
    const text = new URLSearchParams(await read(request)).get('text')?.trim();
    if (text) await database.query('INSERT INTO entries (text) VALUES ($1)', [text.slice(0, 500)]);
    return { status: 303, headers: { location: '/' }, body: '' };
  },
};

function page(visits, entries) {
  const items = entries.map(({ text }) => `<li>${escaped(text)}</li>`).join('');
  return `<!doctype html><html lang="en"><meta charset="utf-8"><title>Guest book</title>
<h1>Guest book</h1><p>Visit number ${visits}.</p>
<form method="post"><input name="text" aria-label="Your entry" required maxlength="500"> <button>Sign</button></form>
<ul>${items}</ul></html>`;
}

function escaped(text) {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}

async function read(request) {
  let text = '';
  for await (const piece of request.setEncoding('utf8')) {
    text += piece;
    if (text.length > 10_000) throw new Error('too long');
  }
  return text;
}

const server = http.createServer(async (request, response) => {
  const { pathname } = new URL(request.url, 'http://web');
  const route = routes[`${request.method} ${pathname}`];
  const { status, type, headers, body } = route
    ? await route(request).catch((error) => {
        console.error(error);
        return { status: 503, type: 'text/plain', body: 'Try again in a moment.' };
      })
    : { status: 404, type: 'text/plain', body: 'Not found.' };
  response.writeHead(status ?? 200, { ...(type && { 'content-type': type }), ...headers }).end(body);
});
server.listen(process.env.PORT ?? 3000, () => console.log('listening'));

process.on('SIGTERM', () => {
  server.close(async () => {
    await Promise.all([database.end(), cache.close()]);
    process.exit();
  });
  server.closeAllConnections();
});
