/** What is known of images by their names, wherever they are pulled from (`registry.example.com/mirror/postgres` too). */
export interface ImageName {
  /** Without tag and digest. */
  repository: string;
  /** The last part: `postgres`. */
  name: string;
  tag?: string;
  digest?: string;
}

export function parseImage(image: string): ImageName {
  const [beforeDigest = '', digest] = image.split('@');
  const slash = beforeDigest.lastIndexOf('/');
  const colon = beforeDigest.indexOf(':', slash + 1);
  const repository = colon < 0 ? beforeDigest : beforeDigest.slice(0, colon);
  const tag = colon < 0 ? undefined : beforeDigest.slice(colon + 1);
  return {
    repository,
    name: repository.slice(slash + 1),
    ...(tag && { tag }),
    ...(digest && { digest }),
  };
}

/** Where a data store keeps what must outlive its container. */
interface DataImage {
  pattern: RegExp;
  path: string;
}

/** Caches (redis, valkey, memcached) are not here: whether they keep anything is their owner's choice. */
const dataImages: readonly DataImage[] = [
  // From 18 on the folder above is the volume; either holds the data.
  {
    pattern: /(^|\/)(postgres|postgresql|pgvector|postgis|timescaledb(-ha)?|supabase\/postgres)$/,
    path: '/var/lib/postgresql',
  },
  { pattern: /(^|\/)(mysql|mariadb|percona|percona-server)$/, path: '/var/lib/mysql' },
  { pattern: /(^|\/)(mongo|mongodb-community-server)$/, path: '/data/db' },
  { pattern: /(^|\/)rabbitmq$/, path: '/var/lib/rabbitmq' },
  { pattern: /(^|\/)apache\/kafka$/, path: '/var/lib/kafka/data' },
  { pattern: /(^|\/)elasticsearch$/, path: '/usr/share/elasticsearch/data' },
  { pattern: /(^|\/)opensearch$/, path: '/usr/share/opensearch/data' },
  { pattern: /(^|\/)(seaweedfs|minio)$/, path: '/data' },
  { pattern: /(^|\/)clickhouse(-server)?$/, path: '/var/lib/clickhouse' },
  { pattern: /(^|\/)influxdb$/, path: '/var/lib/influxdb2' },
  { pattern: /(^|\/)cassandra$/, path: '/var/lib/cassandra' },
  { pattern: /(^|\/)neo4j$/, path: '/data' },
  { pattern: /(^|\/)qdrant$/, path: '/qdrant/storage' },
  { pattern: /(^|\/)couchdb$/, path: '/opt/couchdb/data' },
  { pattern: /(^|\/)mssql\/server$/, path: '/var/opt/mssql' },
];

/** The folder of its data, when the image is that of a known data store. */
export function dataPathOf(image: string): string | undefined {
  const { repository } = parseImage(image);
  return dataImages.find(({ pattern }) => pattern.test(repository))?.path;
}

const stores = /(^|\/)(redis|valkey|memcached|nats)$/;

/** Whether others wait for it to take connections: databases, queues and caches. */
export function isStore(image: string): boolean {
  return dataPathOf(image) !== undefined || stores.test(parseImage(image).repository);
}

/** Images that bring a health check of their own. */
const probing =
  /(^|\/)(axllent\/mailpit|mailpit|grafana\/otel-lgtm|localstack\/localstack|[a-z]*-?notebook|mssql\/server|adminer-health)$/;

export function bringsProbe(image: string): boolean {
  return probing.test(parseImage(image).repository);
}

export function isNotebook(image: string): boolean {
  return /(^|[/-])(notebook|jupyter|jupyterlab|jupyterhub)$/.test(parseImage(image).repository);
}

/** Where the notebooks of Jupyter's own images lie. */
export const notebookFolder = '/home/jovyan';

/** Loaders of PyTorch hand batches over in /dev/shm. */
export function usesPyTorch(image: string): boolean {
  const { repository, tag = '' } = parseImage(image);
  return /torch/i.test(repository) || /torch/i.test(tag);
}

/** What a service of such an image is well served with: enough to work in, small enough for a laptop. */
const memory: readonly [RegExp, string][] = [
  [/(^|\/)(redis|valkey|memcached|nats|mailpit|nginx|caddy|traefik|httpd)$/, '256m'],
  [/(^|\/)(postgres|postgresql|pgvector|postgis|mysql|mariadb|mongo|rabbitmq|seaweedfs|minio)$/, '512m'],
  [/(^|\/)(mlflow|kafka|prefect|otel-lgtm|neo4j|cassandra|clickhouse-server)$/, '1g'],
  [/(^|\/)(elasticsearch|opensearch|localstack|mssql\/server)$/, '2g'],
  [/(notebook|jupyter|torch|tensorflow|spark|cuda)/, '4g'],
];

export function memoryFor(image: string | undefined): string {
  const repository = image === undefined ? '' : parseImage(image).repository;
  return memory.find(([pattern]) => pattern.test(repository))?.[1] ?? '1g';
}
