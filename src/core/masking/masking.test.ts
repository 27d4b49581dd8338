import { expect, test } from 'vitest';
import { isSecret, mask, maskText, Secrets } from './masking.ts';

test('names tell secrets', () => {
  const secret = [
    'POSTGRES_PASSWORD',
    'PGPASSWORD',
    'MYSQL_ROOT_PASSWORD',
    'DB_PASS',
    'SECRET_KEY_BASE',
    'AWS_SECRET_ACCESS_KEY',
    'AWS_ACCESS_KEY_ID_KEY',
    'GITHUB_TOKEN',
    'API_KEY',
    'apiKey',
    'STRIPE_KEY',
    'SENTRY_DSN',
    'JWT',
    'smtp_pwd',
    'SESSION_KEY',
    'NPM_CONFIG__AUTH',
    'private_key',
  ];
  expect(secret.filter((name) => !isSecret(name, 'value'))).toEqual([]);
  const open = [
    'PATH',
    'NODE_ENV',
    'POSTGRES_USER',
    'POSTGRES_PASSWORD_FILE',
    'POSTGRES_HOST_AUTH_METHOD',
    'KEYBOARD',
    'COMPASS',
    'MONKEY',
    'BYPASS_CACHE',
    'TOKEN_TTL',
    'PUBLIC_URL',
    'AUTHOR',
    'SECRET_NAME',
    'DATABASE_HOST',
  ];
  expect(open.filter((name) => isSecret(name, 'value'))).toEqual([]);
  expect(isSecret('POSTGRES_PASSWORD', '')).toBe(false);
});

test('some values tell themselves', () => {
  for (const value of [
    'ghp_0123456789abcdefghijABCDEFGHIJ',
    'AKIAIOSFODNN7EXAMPLE',
    'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0In0.c2lnbmF0dXJl',
    '-----BEGIN RSA PRIVATE KEY-----\nMIIE',
  ])
    expect(isSecret('ANY', value)).toBe(true);
});

test('passwords in addresses are masked, the rest of the address stays', () => {
  expect(maskText('postgres://shop:pa:ss@w0rd@db:5432/shop')).toBe(`postgres://shop:${mask}@db:5432/shop`);
  expect(maskText('redis://:hunter2@cache')).toBe(`redis://:${mask}@cache`);
  expect(maskText('a http://u:p@x/ and https://v:q@y')).toBe(`a http://u:${mask}@x/ and https://v:${mask}@y`);
  expect(maskText('http://localhost:8080/a@b')).toBe('http://localhost:8080/a@b');
});

test('options and assignments in commands and files are masked', () => {
  expect(maskText('redis-server --requirepass hunter2 --port 6379')).toBe(
    `redis-server --requirepass ${mask} --port 6379`,
  );
  expect(maskText('mysqladmin --password=hunter2 ping')).toBe(`mysqladmin --password=${mask} ping`);
  expect(maskText('PGPASSWORD=hunter2 psql')).toBe(`PGPASSWORD=${mask} psql`);
  expect(maskText('{"apiKey": "hunter2", "port": 80}')).toBe(`{"apiKey": ${mask}, "port": 80}`);
});

test('clients with short options, as a line and as words', () => {
  expect(maskText('redis-cli -h cache -a hunter2 ping')).toBe(`redis-cli -h cache -a ${mask} ping`);
  expect(maskText('exec mysqladmin -uroot -phunter2 ping || exit 1')).toBe(
    `exec mysqladmin -uroot -p${mask} ping || exit 1`,
  );
  expect(maskText('ls -a /data; mkdir -p/tmp/x')).toBe('ls -a /data; mkdir -p/tmp/x');
  const secrets = new Secrets();
  expect(secrets.maskWords(['CMD', 'redis-cli', '-a', 'two words', 'ping'])).toEqual([
    ...['CMD', 'redis-cli', '-a', mask, 'ping'],
  ]);
  expect(secrets.maskWords(['mysqladmin', '-uroot', '-phunter2', 'ping'])).toEqual([
    ...['mysqladmin', '-uroot', `-p${mask}`, 'ping'],
  ]);
  expect(secrets.maskWords(['redis-server', '--requirepass', 'hunter 2', '--port', '80'])).toEqual([
    ...['redis-server', '--requirepass', mask, '--port', '80'],
  ]);
  expect(secrets.maskWords(['sh', '-c', 'app --api-key=hunter2 --password "a b"'])).toEqual([
    ...['sh', '-c', `app --api-key=${mask} --password ${mask}`],
  ]);
  expect(secrets.maskDocument({ test: ['CMD', 'app', '--token', 'hunter2'] })).toEqual({
    test: ['CMD', 'app', '--token', mask],
  });
});

test('a secret of one place is masked in every other', () => {
  const secrets = new Secrets();
  secrets.learn({
    POSTGRES_PASSWORD: 'hunter2hunter',
    URL: 'amqp://u:rabbit-hole@mq',
    PORT: '5432',
    PIN_KEY: 'abc',
  });
  expect(
    secrets.maskDocument({
      environment: { POSTGRES_PASSWORD: 'hunter2hunter', PORT: '5432', PIN_KEY: 'abc' },
      healthcheck: { test: ['CMD-SHELL', 'psql -W hunter2hunter'] },
      command: ['run', 'rabbit-hole', 'abc'],
      scale: 2,
      nothing: null,
    }),
  ).toEqual({
    environment: { POSTGRES_PASSWORD: mask, PORT: '5432', PIN_KEY: mask },
    healthcheck: { test: ['CMD-SHELL', `psql -W ${mask}`] },
    command: ['run', mask, 'abc'],
    scale: 2,
    nothing: null,
  });
});

test('known values alone are taken out of sentences, the longest first', () => {
  const secrets = new Secrets(['hunter22', 'redis://:hunter22@cache', 'short']);
  expect(secrets.maskKnown('redis://:hunter22@cache and hunter22, PASSWORD: not set, short')).toBe(
    `${mask} and ${mask}, PASSWORD: not set, short`,
  );
});
