import { describe, expect, it } from 'vitest';
import type { Binding, Endpoint } from '../../blocks/index.ts';
import { targetsOf } from './targets.ts';

const endpoint = (port: number, scheme: string): Endpoint => ({
  name: 'main',
  title: 'Main',
  service: 'db',
  port,
  published: 20001,
  scheme,
  path: '',
  open: false,
});

/** Inside and host form by one pattern: `HOST` and `PORT` are filled in. */
function bindings(patterns: Record<string, string>, port = 5432): Binding[] {
  return Object.entries(patterns).map(([name, pattern]) => ({
    name,
    inside: pattern.replace('HOST', 'db').replace('PORT', String(port)),
    host: pattern.replace('HOST', '127.0.0.1').replace('PORT', '20001'),
    secret: false,
  }));
}

const nobody = { user: '', password: '', path: '' };

describe('where bindings lead', () => {
  it('reads URLs with what is encoded in them, and drivers in their schemes', () => {
    const found = targetsOf({
      bindings: bindings({
        DATABASE_URL: 'postgresql+psycopg://us%40er:p%2Fw@HOST:PORT/app?sslmode=disable',
      }),
      endpoints: [endpoint(5432, 'postgresql')],
    });
    const who = { scheme: 'postgresql', user: 'us@er', password: 'p/w', path: 'app' };
    expect(found).toEqual([
      {
        bindings: ['DATABASE_URL'],
        inside: { ...who, host: 'db', port: 5432 },
        host: { ...who, host: '127.0.0.1', port: 20001 },
      },
    ]);
  });

  it('takes HOST, PORT and what logs in as one place, spoken with as the endpoint says', () => {
    const [found] = targetsOf({
      bindings: bindings({
        PGHOST: 'HOST',
        PGPORT: 'PORT',
        PGUSER: 'app',
        PGPASSWORD: 'word',
        PGDATABASE: 'shop',
      }),
      endpoints: [endpoint(5432, 'postgresql')],
    });
    expect(found).toMatchObject({
      bindings: ['PGHOST', 'PGPORT', 'PGUSER', 'PGPASSWORD', 'PGDATABASE'],
      host: { scheme: 'postgresql', user: 'app', password: 'word', path: 'shop', port: 20001 },
    });
  });

  it('takes the first of a list, and tells each place once', () => {
    const found = targetsOf({
      bindings: bindings({ KAFKA_BOOTSTRAP_SERVERS: 'HOST:PORT,other:9093', BROKERS: 'HOST:PORT' }, 9092),
      endpoints: [endpoint(9092, 'kafka')],
    });
    expect(found).toEqual([
      {
        bindings: ['KAFKA_BOOTSTRAP_SERVERS', 'BROKERS'],
        inside: { scheme: 'kafka', ...nobody, host: 'db', port: 9092 },
        host: { scheme: 'kafka', ...nobody, host: '127.0.0.1', port: 20001 },
      },
    ]);
  });

  it('leads nowhere by other values', () => {
    expect(
      targetsOf({
        bindings: bindings({ REGION: 'eu-west-1', BUCKET: 'models', NODE_HOST: 'HOST', TIME: '12:30 today' }),
        endpoints: [],
      }),
    ).toEqual([]);
  });
});
