import http from 'node:http';
import pg from 'pg';
import { createClient } from 'redis';

// `pg` reads PGHOST, PGUSER, PGPASSWORD and PGDATABASE by itself.
const database = new pg.Pool();
database.on('error', (error) => console.error('database:', error.message));
const queue = createClient({ url: process.env.REDIS_URL });
queue.on('error', (error) => console.error('queue:', error.message));

const routes = {
  'GET /healthz': async () => {
    await Promise.all([database.query('SELECT 1'), queue.ping()]);
    return { status: 200, body: { ok: true } };
  },

  'GET /api/products': async () => {
    const { rows } = await database.query(
      'SELECT id, name, description, shape, price_cents AS "priceCents" FROM products ORDER BY id',
    );
    return { status: 200, body: rows };
  },

  'GET /api/orders': async () => {
    const { rows } = await database.query(
      `SELECT orders.id, products.name AS product, products.shape, state, placed_at AS "placedAt"
       FROM orders JOIN products ON products.id = product_id ORDER BY orders.id DESC LIMIT 8`,
    );
    return { status: 200, body: rows };
  },

  'POST /api/orders': async (request) => {
    const { product } = await readJson(request);
    const { rows } = await database.query(
      'INSERT INTO orders (product_id) SELECT id FROM products WHERE id = $1 RETURNING id, state',
      [Number.isInteger(product) ? product : 0],
    );
    if (rows.length === 0) return { status: 400, body: { error: 'There is no such product.' } };
    // The order is in the database before the worker hears of it.
    await queue.lPush('orders', rows[0].id);
    console.log(`order ${rows[0].id} placed`);
    return { status: 201, body: rows[0] };
  },
};

async function answer(request, response) {
  const { pathname } = new URL(request.url, 'http://api');
  const route = routes[`${request.method} ${pathname}`];
  const { status, body } = route
    ? await route(request).catch(toFailure)
    : { status: 404, body: { error: 'Not found.' } };
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(JSON.stringify(body));
}

function toFailure(error) {
  if (error instanceof SyntaxError) return { status: 400, body: { error: 'That is not JSON.' } };
  console.error(error);
  return { status: 503, body: { error: 'Try again in a moment.' } };
}

async function readJson(request) {
  let text = '';
  for await (const piece of request.setEncoding('utf8')) {
    text += piece;
    if (text.length > 10_000) throw new SyntaxError('too long');
  }
  const value = JSON.parse(text);
  return typeof value === 'object' && value !== null ? value : {};
}

await queue.connect();
const server = http.createServer(answer).listen(3000, () => console.log('listening on 3000'));

process.on('SIGTERM', () => {
  server.close(async () => {
    await Promise.all([database.end(), queue.close()]);
    process.exit();
  });
  server.closeAllConnections();
});
