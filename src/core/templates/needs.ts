import type { Clue, Ecosystem } from './reading/clue.ts';

/** A block and what in a repository says that it is needed. */
export interface Need {
  block: string;
  /** What the instance is called when the name is free. */
  instance: string;
  dependencies?: Partial<Record<Ecosystem, readonly (string | RegExp)[]>>;
  dialects?: RegExp;
  schemes?: RegExp;
  variables?: RegExp;
  /** Of a service that is there already and could be replaced. */
  images?: RegExp;
}

export const needs: readonly Need[] = [
  {
    block: 'postgres',
    instance: 'db',
    dependencies: {
      npm: ['pg', 'postgres', 'pg-promise', 'slonik', 'pgvector', '@prisma/adapter-pg'],
      pypi: [
        'psycopg',
        'psycopg2',
        'psycopg2-binary',
        'psycopg-binary',
        'asyncpg',
        'pgvector',
        'aiopg',
        'pg8000',
        'dbt-postgres',
      ],
      go: [
        /^github\.com\/(lib\/pq|jackc\/pgx)/,
        'gorm.io/driver/postgres',
        'github.com/uptrace/bun/driver/pgdriver',
      ],
      gem: ['pg', 'pgvector'],
      composer: ['ext-pgsql', 'ext-pdo_pgsql'],
      maven: ['postgresql', 'r2dbc-postgresql', 'flyway-database-postgresql'],
      crate: [
        'tokio-postgres',
        'postgres',
        'deadpool-postgres',
        'sqlx/postgres',
        'diesel/postgres',
        'sea-orm/sqlx-postgres',
      ],
    },
    dialects: /^(postgres|postgresql|postgis|pg|pgsql|psycopg)/i,
    schemes: /^(postgres|postgresql)(\+\w+)?$/,
    variables: /^(PGHOST|PGDATABASE|POSTGRES_(HOST|DB|URL|USER|PASSWORD)|POSTGRES(QL)?_URL)$/,
    images: /(^|\/)(postgres|postgis|pgvector|timescaledb)(:|@|$)/,
  },
  {
    block: 'mysql',
    instance: 'db',
    dependencies: {
      npm: ['mysql', 'mysql2'],
      pypi: ['mysqlclient', 'pymysql', 'mysql-connector-python', 'aiomysql', 'asyncmy'],
      go: ['github.com/go-sql-driver/mysql', 'gorm.io/driver/mysql'],
      gem: ['mysql2', 'trilogy'],
      composer: ['ext-pdo_mysql', 'ext-mysqli'],
      maven: ['mysql-connector-j', 'mysql-connector-java', 'flyway-mysql'],
      crate: ['mysql', 'mysql_async', 'sqlx/mysql', 'diesel/mysql'],
    },
    dialects: /^mysql/i,
    schemes: /^mysql2?(\+\w+)?$/,
    variables: /^MYSQL_(HOST|DATABASE|URL|USER|PASSWORD)$/,
    images: /(^|\/)mysql(:|@|$)/,
  },
  {
    block: 'mariadb',
    instance: 'db',
    dependencies: { npm: ['mariadb'], pypi: ['mariadb'], maven: ['mariadb-java-client'] },
    dialects: /^mariadb/i,
    schemes: /^mariadb(\+\w+)?$/,
    variables: /^MARIADB_/,
    images: /(^|\/)mariadb(:|@|$)/,
  },
  {
    block: 'mongodb',
    instance: 'mongo',
    dependencies: {
      npm: ['mongodb', 'mongoose', '@nestjs/mongoose'],
      pypi: ['pymongo', 'motor', 'mongoengine', 'beanie'],
      go: [/^go\.mongodb\.org\/mongo-driver/],
      gem: ['mongo', 'mongoid'],
      composer: ['ext-mongodb', 'mongodb/mongodb'],
      maven: [/^mongodb-driver/, 'spring-boot-starter-data-mongodb'],
      crate: ['mongodb'],
    },
    dialects: /^mongo(db)?$/i,
    schemes: /^mongodb(\+srv)?$/,
    variables: /^MONGO(DB)?_(URI|URL|HOST)$/,
    images: /(^|\/)mongo(:|@|$)/,
  },
  {
    block: 'redis',
    instance: 'cache',
    dependencies: {
      npm: [
        'redis',
        'ioredis',
        'bullmq',
        'bull',
        'bee-queue',
        'connect-redis',
        '@fastify/redis',
        'rate-limit-redis',
      ],
      pypi: ['redis', 'aioredis', 'django-redis', 'rq', 'arq', 'celery-redbeat', 'channels-redis', 'huey'],
      go: [/^github\.com\/(redis|go-redis)\//, 'github.com/gomodule/redigo', 'github.com/hibiken/asynq'],
      gem: ['redis', 'sidekiq', 'resque'],
      composer: ['predis/predis', 'ext-redis'],
      maven: ['jedis', 'lettuce-core', 'redisson', 'spring-boot-starter-data-redis'],
      crate: ['redis', 'fred', 'deadpool-redis'],
    },
    schemes: /^rediss?$/,
    variables: /^REDIS_(URL|HOST|PORT)$/,
    images: /(^|\/)(redis|redis-stack(-server)?|valkey|keydb)(:|@|$)/,
  },
  {
    block: 'memcached',
    instance: 'memcached',
    dependencies: {
      npm: ['memcached', 'memjs'],
      pypi: ['pymemcache', 'pylibmc', 'python-memcached'],
      go: [/^github\.com\/bradfitz\/gomemcache/],
      gem: ['dalli'],
      composer: ['ext-memcached'],
      maven: ['spymemcached'],
    },
    variables: /^MEMCACHED?_(URL|HOST|SERVERS?)$/,
    images: /(^|\/)memcached(:|@|$)/,
  },
  {
    block: 'rabbitmq',
    instance: 'queue',
    dependencies: {
      npm: ['amqplib', 'amqp-connection-manager', 'rascal', '@golevelup/nestjs-rabbitmq'],
      pypi: ['pika', 'aio-pika', 'kombu-amqp', 'faststream-rabbit'],
      go: ['github.com/rabbitmq/amqp091-go', 'github.com/streadway/amqp'],
      gem: ['bunny', 'sneakers'],
      composer: ['php-amqplib/php-amqplib', 'ext-amqp'],
      maven: ['amqp-client', 'spring-boot-starter-amqp'],
      crate: ['lapin'],
    },
    schemes: /^amqps?$/,
    variables: /^(AMQP_URL|RABBITMQ_(URL|HOST)|CLOUDAMQP_URL)$/,
    images: /(^|\/)rabbitmq(:|@|$)/,
  },
  {
    block: 'kafka',
    instance: 'kafka',
    dependencies: {
      npm: ['kafkajs', 'node-rdkafka', '@confluentinc/kafka-javascript'],
      pypi: ['kafka-python', 'confluent-kafka', 'aiokafka'],
      go: [
        'github.com/segmentio/kafka-go',
        'github.com/IBM/sarama',
        /^github\.com\/confluentinc\/confluent-kafka-go/,
        'github.com/twmb/franz-go',
      ],
      gem: ['ruby-kafka', 'rdkafka', 'karafka'],
      maven: ['kafka-clients', 'spring-kafka'],
      crate: ['rdkafka'],
    },
    variables: /^KAFKA_(BOOTSTRAP_SERVERS|BROKERS?|URL)$/,
    images: /(^|\/)(kafka|cp-kafka|redpanda)(:|@|$)/,
  },
  {
    block: 'nats',
    instance: 'nats',
    dependencies: {
      npm: ['nats', '@nats-io/transport-node'],
      pypi: ['nats-py'],
      go: [/^github\.com\/nats-io\/nats\.go/],
      gem: ['nats-pure'],
      maven: ['jnats'],
      crate: ['async-nats', 'nats'],
    },
    schemes: /^nats$/,
    variables: /^NATS_(URL|HOST)$/,
    images: /(^|\/)nats(:|@|$)/,
  },
  {
    block: 's3',
    instance: 'files',
    dependencies: {
      npm: ['@aws-sdk/client-s3', '@aws-sdk/lib-storage', 'minio', 'multer-s3'],
      pypi: ['s3fs', 'minio', 'django-storages', 'aioboto3'],
      go: [/^github\.com\/aws\/aws-sdk-go-v2\/service\/s3/, /^github\.com\/minio\/minio-go/],
      gem: ['aws-sdk-s3', 'shrine'],
      composer: ['league/flysystem-aws-s3-v3'],
      maven: ['s3', 'aws-java-sdk-s3', 'minio'],
      crate: ['aws-sdk-s3', 'rust-s3'],
    },
    variables: /^(AWS_ENDPOINT_URL_S3|S3_(BUCKET|ENDPOINT|ENDPOINT_URL)|MINIO_)/,
    images: /(^|\/)(minio|seaweedfs)(:|@|$)/,
  },
  {
    block: 'elasticmq',
    instance: 'sqs',
    dependencies: {
      npm: ['@aws-sdk/client-sqs', 'sqs-consumer'],
      go: [/^github\.com\/aws\/aws-sdk-go-v2\/service\/sqs/],
      gem: ['aws-sdk-sqs', 'shoryuken'],
      maven: ['sqs', 'aws-java-sdk-sqs'],
      crate: ['aws-sdk-sqs'],
    },
    variables: /^(AWS_ENDPOINT_URL_SQS|SQS_(QUEUE_URL|ENDPOINT))$/,
    images: /(^|\/)elasticmq(-native)?(:|@|$)/,
  },
  {
    block: 'dynamodb-local',
    instance: 'dynamodb',
    dependencies: {
      npm: ['@aws-sdk/client-dynamodb', '@aws-sdk/lib-dynamodb', 'dynamoose'],
      pypi: ['pynamodb'],
      go: [/^github\.com\/aws\/aws-sdk-go-v2\/service\/dynamodb/],
      gem: ['aws-sdk-dynamodb', 'dynamoid'],
      maven: ['dynamodb', 'aws-java-sdk-dynamodb'],
      crate: ['aws-sdk-dynamodb'],
    },
    variables: /^(AWS_ENDPOINT_URL_DYNAMODB|DYNAMODB_(ENDPOINT|TABLE))$/,
    images: /(^|\/)dynamodb-local(:|@|$)/,
  },
  {
    block: 'azurite',
    instance: 'azure',
    dependencies: {
      npm: ['@azure/storage-blob', '@azure/storage-queue'],
      pypi: ['azure-storage-blob', 'adlfs'],
      maven: ['azure-storage-blob'],
    },
    variables: /^AZURE_STORAGE_CONNECTION_STRING$/,
    images: /(^|\/)azurite(:|@|$)/,
  },
  {
    block: 'fake-gcs',
    instance: 'gcs',
    dependencies: {
      npm: ['@google-cloud/storage'],
      pypi: ['google-cloud-storage', 'gcsfs'],
      go: ['cloud.google.com/go/storage'],
      gem: ['google-cloud-storage'],
    },
    variables: /^STORAGE_EMULATOR_HOST$/,
    images: /(^|\/)fake-gcs-server(:|@|$)/,
  },
  {
    block: 'mailpit',
    instance: 'mail',
    dependencies: {
      npm: ['nodemailer', '@nestjs-modules/mailer'],
      pypi: ['aiosmtplib', 'flask-mail', 'fastapi-mail'],
      maven: ['spring-boot-starter-mail'],
      composer: ['phpmailer/phpmailer'],
      crate: ['lettre'],
    },
    schemes: /^smtps?$/,
    variables: /^(SMTP|MAIL|EMAIL)_(HOST|SERVER|URL)$/,
    images: /(^|\/)(mailpit|mailhog|maildev)(:|@|$)/,
  },
  {
    block: 'opensearch',
    instance: 'search',
    dependencies: {
      npm: ['@opensearch-project/opensearch', '@elastic/elasticsearch'],
      pypi: ['opensearch-py', 'elasticsearch', 'django-elasticsearch-dsl'],
      go: [/^github\.com\/(opensearch-project|elastic)\/(opensearch-go|go-elasticsearch)/],
      gem: ['opensearch-ruby', 'elasticsearch', 'searchkick'],
      maven: ['opensearch-java', 'elasticsearch-java'],
    },
    variables: /^(OPENSEARCH|ELASTICSEARCH)_(URL|HOSTS?)$/,
    images: /(^|\/)(opensearch|elasticsearch)(:|@|$)/,
  },
  {
    block: 'observability',
    instance: 'observability',
    dependencies: {
      npm: ['@opentelemetry/sdk-node', '@opentelemetry/auto-instrumentations-node', '@vercel/otel'],
      pypi: ['opentelemetry-sdk', 'opentelemetry-distro', 'opentelemetry-exporter-otlp', 'logfire'],
      go: [/^go\.opentelemetry\.io\/otel\/sdk/],
      gem: ['opentelemetry-sdk'],
      maven: ['opentelemetry-sdk', 'opentelemetry-exporter-otlp'],
      crate: ['opentelemetry-otlp'],
    },
    variables: /^OTEL_EXPORTER_OTLP_(\w+_)?ENDPOINT$/,
    images: /(^|\/)otel-lgtm(:|@|$)/,
  },
  {
    block: 'mlflow',
    instance: 'mlflow',
    dependencies: { pypi: ['mlflow', 'mlflow-skinny'] },
    variables: /^MLFLOW_TRACKING_URI$/,
    images: /(^|\/)mlflow(:|@|$)/,
  },
  {
    block: 'jupyter',
    instance: 'notebook',
    dependencies: { pypi: ['jupyterlab', 'notebook', 'jupyter', 'ipykernel'] },
    images: /(^|\/)[\w-]*-notebook(:|@|$)/,
  },
  { block: 'dagster', instance: 'dagster', dependencies: { pypi: ['dagster', 'dagster-webserver'] } },
  {
    block: 'prefect',
    instance: 'prefect',
    dependencies: { pypi: ['prefect'] },
    variables: /^PREFECT_API_URL$/,
  },
  { block: 'dbt', instance: 'dbt', dependencies: { pypi: ['dbt-core', 'dbt-postgres'] } },
];

/** `depends on pg`, when the clue says that a block is needed. */
export function saysNeed(need: Need, clue: Clue): string | undefined {
  switch (clue.kind) {
    case 'dependency': {
      const names = need.dependencies?.[clue.ecosystem] ?? [];
      const isNamed = names.some((it) => (typeof it === 'string' ? it === clue.name : it.test(clue.name)));
      return isNamed ? `depends on ${clue.name}` : undefined;
    }
    case 'dialect':
      return need.dialects?.test(clue.dialect) ? `sets up ${clue.tool} for ${clue.dialect}` : undefined;
    case 'variable':
      if (clue.scheme !== undefined && need.schemes?.test(clue.scheme))
        return `sets ${clue.name} to a ${clue.scheme}:// address`;
      return need.variables?.test(clue.name) ? `names ${clue.name}` : undefined;
    case 'extension':
      return need.block === 'postgres' ? `makes the extension ${clue.name}` : undefined;
  }
}
