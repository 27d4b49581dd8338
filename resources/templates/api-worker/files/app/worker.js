import { database, openQueue, prepareTables, queueName } from './parts.js';

await prepareTables();
const channel = await openQueue();
// One at a time: further workers get the others.
await channel.prefetch(1);
await channel.consume(queueName, async (message) => {
  if (!message) return;
  const id = message.content.toString();
  try {
    const { rows } = await database.query('SELECT text FROM jobs WHERE id = $1', [id]);
    const words = rows[0]?.text.match(/\S+/g)?.length ?? 0;
    await database.query('UPDATE jobs SET words = $2 WHERE id = $1', [id, words]);
    // Only now is it gone from the queue: a job is done at least once.
    channel.ack(message);
    console.log(`job ${id}: ${words} words`);
  } catch (error) {
    console.error(`job ${id}:`, error.message);
    channel.nack(message);
  }
});
console.log('waiting for jobs');

process.on('SIGTERM', () => process.exit());
