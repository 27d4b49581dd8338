import amqp from 'amqplib';
import pg from 'pg';

export const queueName = 'jobs';

export const database = new pg.Pool({ connectionString: process.env.DATABASE_URL });
database.on('error', (error) => console.error('database:', error.message));

/** Both sides make what they need: whichever starts first. */
export async function prepareTables() {
  await database
    .query(
      'CREATE TABLE IF NOT EXISTS jobs (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, text text NOT NULL, words integer)',
    )
    .catch((error) => {
      // The other one made it in this very moment.
      if (error.code !== '23505') throw error;
    });
}

export async function openQueue() {
  const connection = await amqp.connect(process.env.AMQP_URL);
  // The engine starts it again, and then the broker is asked anew.
  connection.on('close', () => process.exit(1));
  connection.on('error', (error) => console.error('queue:', error.message));
  const channel = await connection.createConfirmChannel();
  await channel.assertQueue(queueName, { durable: true });
  return channel;
}
