import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import { createClient } from 'redis';

const database = new pg.Pool({ max: 1 });
database.on('error', (error) => console.error('database:', error.message));
const queue = createClient({ url: process.env.REDIS_URL });
queue.on('error', (error) => console.error('queue:', error.message));

let stopping = false;
process.on('SIGTERM', () => {
  stopping = true;
});

await queue.connect();
// What a worker before us had taken and not finished.
while (await queue.lMove('orders:taken', 'orders', 'LEFT', 'RIGHT'));
console.log('waiting for orders');

while (!stopping) {
  // An order stays in `orders:taken` until it is sent, so that none is lost when we are killed.
  const id = await queue.blMove('orders', 'orders:taken', 'RIGHT', 'LEFT', 1);
  if (!id) continue;
  await handle(id);
  await queue.lRem('orders:taken', 1, id);
}
await Promise.all([database.end(), queue.close()]);

async function handle(id) {
  await pause(600);
  await database.query(`UPDATE orders SET state = 'packed' WHERE id = $1`, [id]);
  await pause(600);
  await database.query(`UPDATE orders SET state = 'sent', sent_at = now() WHERE id = $1`, [id]);
  console.log(`order ${id} sent`);
}
