import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { openCatalogues } from '../catalogues/index.ts';
import { proposeFor } from './propose.ts';

const resources = fileURLToPath(new URL('../../../resources', import.meta.url));

async function proposed(files: Record<string, string>) {
  const folder = await mkdtemp(join(tmpdir(), 'bytest-propose-'));
  for (const [path, content] of Object.entries(files)) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), content);
  }
  const catalogues = openCatalogues({ folder: `${folder}/home`, environment: {}, resources });
  const { reasons, files: written } = await proposeFor(folder, catalogues);
  await rm(folder, { recursive: true });
  const lines = written[0]?.content.split('\n').filter((line) => line !== '') ?? [];
  return {
    reasons: reasons.map(({ file, saw, follows }) => `${file} ${saw} → ${follows}`),
    file: lines.filter((line) => !line.startsWith('#')).join('\n'),
    remarks: lines.filter((line) => line.startsWith('#')).slice(2),
  };
}

const packageJson = (...dependencies: string[]) =>
  JSON.stringify({ dependencies: Object.fromEntries(dependencies.map((name) => [name, '1'])) });

test('a repository with only a Compose file and a package.json', async () => {
  expect(
    await proposed({
      'compose.yaml': 'services:\n  api:\n    build: .\n    ports: ["8080:3000"]\n',
      'package.json': packageJson('express', 'pg', 'ioredis'),
      'node_modules/pg/package.json': packageJson('mysql2'),
    }),
  ).toEqual({
    reasons: [
      'package.json depends on pg → block postgres as db, bound to api',
      'package.json depends on ioredis → block redis as cache, bound to api',
    ],
    file: `blocks:
  db: { block: postgres@1 }
  cache: { block: redis@1 }
services:
  api:
    bind: [db, cache]`,
    remarks: [],
  });
});

test('the services that a repository brings stay, and what could take their place is said', async () => {
  const { reasons, file, remarks } = await proposed({
    'compose.yaml':
      'services:\n  web: { build: ./web }\n  worker: { build: { context: ./worker } }\n  db: { image: "postgres:16" }\n',
    'web/package.json': packageJson('pg', 'nodemailer'),
    'worker/package.json': packageJson('bullmq', 'nodemailer'),
  });
  expect(reasons).toEqual([
    'compose.yaml runs postgres:16 as db → stays as it is; block postgres could take its place',
    'worker/package.json depends on bullmq → block redis as cache, bound to worker',
    'web/package.json depends on nodemailer → block mailpit as mail, bound to web',
    'worker/package.json depends on nodemailer → block mailpit as mail, bound to worker',
  ]);
  expect(file).toBe(`blocks:
  cache: { block: redis@1 }
  mail: { block: mailpit@1 }
services:
  worker:
    bind: [cache, mail]
  web:
    bind: [mail]`);
  expect(remarks).toEqual([
    '# Service db could be a block: take it out of compose.yaml, then `blockyard add postgres@1 --name db`. Its data stays in its own volume.',
  ]);
});

test('what migrations, env files and manifests of many languages say comes together', async () => {
  const { reasons, file } = await proposed({
    Dockerfile: 'FROM python:3.13\nEXPOSE 8000 8125/udp\n',
    'pyproject.toml':
      '[project]\ndependencies = ["fastapi", "SQLAlchemy>=2", "aio_pika ; python_version > \'3\'"]\n',
    'alembic.ini': '[alembic]\nsqlalchemy.url = postgresql://user:pass@localhost/app\n',
    'migrations/001.sql': 'CREATE EXTENSION IF NOT EXISTS vector;\n',
    '.env.example': 'REDIS_URL=redis://:geheim@localhost:6379\nSTRIPE_KEY=sk_live_1\n',
  });
  expect(reasons.slice(1)).toEqual([
    expect.stringMatching(/^alembic\.ini sets up Alembic for postgresql → block postgres as db, bound to /),
    expect.stringMatching(
      /^migrations\/001\.sql makes the extension vector → block postgres as db, bound to /,
    ),
    expect.stringMatching(
      /^\.env\.example sets REDIS_URL to a redis:\/\/ address → block redis as cache, bound to /,
    ),
    expect.stringMatching(/^pyproject\.toml depends on aio-pika → block rabbitmq as queue, bound to /),
  ]);
  expect(file).toMatch(/db: \{ block: postgres@1, with: \{ extensions: \[vector\] \} \}/);
  expect(file).toMatch(/build: "\."\n {4}ports: \["8000"\]\n {4}bind: \[db, cache, queue\]/);
  expect(JSON.stringify(reasons) + file).not.toMatch(/geheim|sk_live/);
});

test('a project without a Dockerfile is started as its scripts say', async () => {
  const { reasons, file } = await proposed({
    Procfile: 'release: rails db:migrate\nweb: node server.js\nworker: node worker.js\n',
    'package.json': packageJson('mysql2'),
  });
  expect(reasons).toEqual([
    'Procfile starts web by `node server.js` → service web',
    'Procfile starts worker by `node worker.js` → service worker',
    'package.json depends on mysql2 → block mysql as db, bound to web and worker',
  ]);
  expect(file).toBe(`blocks:
  db: { block: mysql@1 }
services:
  web:
    image: node:24
    command: sh -c "npm install --no-audit --no-fund && node server.js"
    working_dir: /app
    volumes: [.:/app]
    bind: [db]
  worker:
    image: node:24
    command: sh -c "npm install --no-audit --no-fund && node worker.js"
    working_dir: /app
    volumes: [.:/app]
    bind: [db]`);
});

test.for([
  ['go.mod', 'module a\n\nrequire (\n\tgithub.com/jackc/pgx/v5 v5.7.0\n)\n', 'postgres'],
  ['Gemfile', "gem 'rails'\ngem 'sidekiq', '~> 7'\n", 'redis'],
  ['composer.json', '{"require": {"php": "^8", "predis/predis": "^2"}}', 'redis'],
  ['pom.xml', '<dependency><artifactId>mysql-connector-j</artifactId></dependency>', 'mysql'],
  ['build.gradle.kts', 'implementation("org.springframework.kafka:spring-kafka:3.2")', 'kafka'],
  ['Cargo.toml', '[dependencies]\nsqlx = { version = "0.8", features = ["postgres"] }\n', 'postgres'],
  ['requirements.txt', 'Django==5\npymongo>=4 # db\n', 'mongodb'],
  ['uv.lock', '[[package]]\nname = "asyncpg"\nversion = "0.30"\n', 'postgres'],
  ['prisma/schema.prisma', 'datasource db {\n  provider = "mysql"\n}\n', 'mysql'],
  ['drizzle.config.ts', "export default { dialect: 'postgresql' }", 'postgres'],
  ['knexfile.js', "module.exports = { client: 'mysql2' }", 'mysql'],
  ['app/settings.py', "'ENGINE': 'django.db.backends.postgresql'", 'postgres'],
  ['config/database.yml', 'default:\n  adapter: trilogy\n', undefined],
  ['config/database.yml', 'default:\n  adapter: postgresql\n', 'postgres'],
  ['src/main/resources/application.properties', 'spring.datasource.url=jdbc:mariadb://x\n', 'mariadb'],
] as const)('%s: %s', async ([file, content, block]) => {
  const { reasons } = await proposed({ [file]: content });
  expect(reasons[0]?.match(/→ block (\w+)/)?.[1]).toBe(block);
});

test('where nothing is said nothing is proposed', async () => {
  expect(await proposed({ 'README.md': 'postgres' })).toEqual({ reasons: [], file: '', remarks: [] });
  expect((await proposed({ 'package.json': '[1', 'compose.yaml': 'services: [' })).reasons).toEqual([]);
});
