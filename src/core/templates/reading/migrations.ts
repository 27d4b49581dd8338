import type { Clue } from './clue.ts';
import { nameOf, type Repository } from './repository.ts';

interface Tool {
  tool: string;
  /** Of the whole path. */
  file: RegExp;
  /** The dialect is its first group. */
  says: RegExp;
}

/** Where migration tools and frameworks say which database they talk to. */
const tools: Tool[] = [
  { tool: 'Prisma', file: /\.prisma$/, says: /datasource\s+\w+\s*\{[^}]*provider\s*=\s*"(\w+)"/ },
  { tool: 'Drizzle', file: /(^|\/)drizzle\.config\.[cm]?[jt]s$/, says: /\bdialect:\s*['"](\w+)['"]/ },
  { tool: 'knex', file: /(^|\/)knexfile\.[cm]?[jt]s$/, says: /\bclient:\s*['"]([\w-]+)['"]/ },
  {
    tool: 'TypeORM',
    file: /(^|\/)(ormconfig|data-?source)\.(json|[cm]?[jt]s)$/i,
    says: /["']?type["']?:\s*['"](\w+)['"]/,
  },
  {
    tool: 'Sequelize',
    file: /(^|\/)config\/config\.(json|[cm]?js)$/,
    says: /["']?dialect["']?:\s*['"](\w+)['"]/,
  },
  { tool: 'Alembic', file: /(^|\/)alembic\.ini$/, says: /^\s*sqlalchemy\.url\s*=\s*(\w+)/m },
  {
    tool: 'Django',
    file: /(^|\/)settings(\/\w+)?\.py$/,
    says: /django\.(?:contrib\.gis\.)?db\.backends\.(\w+)|postgis/,
  },
  { tool: 'Rails', file: /(^|\/)config\/database\.yml$/, says: /^\s*adapter:\s*["']?(\w+)/m },
  { tool: 'Flyway', file: /(^|\/)flyway\.(conf|toml)$/, says: /jdbc:(\w+):/ },
  { tool: 'Spring', file: /(^|\/)application[\w-]*\.(properties|ya?ml)$/, says: /jdbc:(\w+):/ },
  { tool: 'sqlc', file: /(^|\/)sqlc\.(ya?ml|json)$/, says: /["']?engine["']?:\s*["']?(\w+)/ },
  {
    tool: 'Laravel',
    file: /(^|\/)config\/database\.php$/,
    says: /'default'\s*=>\s*(?:env\(\s*'DB_CONNECTION'\s*,\s*)?'(\w+)'/,
  },
];

const vector = /create\s+extension\s+(?:if\s+not\s+exists\s+)?["']?([a-z_]+)["']?/gi;

export async function readMigrations(repository: Repository): Promise<Clue[]> {
  const clues: Clue[] = [];
  for (const file of repository.files) {
    const tool = tools.find((it) => it.file.test(file));
    const isSql = /\.sql$/.test(nameOf(file));
    if (!tool && !isSql) continue;
    const text = (await repository.text(file)) ?? '';
    const dialect = tool?.says.exec(text);
    if (tool && dialect)
      clues.push({ kind: 'dialect', file, tool: tool.tool, dialect: dialect[1] ?? dialect[0] });
    for (const [, name = ''] of text.matchAll(vector))
      clues.push({ kind: 'extension', file, name: name.toLowerCase() });
    for (const name of /\bextensions\s*=\s*\[([^\]]*)\]/.exec(text)?.[1]?.match(/\w+/g) ?? [])
      if (tool?.tool === 'Prisma') clues.push({ kind: 'extension', file, name: name.toLowerCase() });
  }
  return clues;
}
