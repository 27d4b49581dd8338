/** What a binding leads to. */
export interface Address {
  /** In lower case, without a driver's name: `postgresql`. Empty where nothing says it. */
  scheme: string;
  user: string;
  password: string;
  host: string;
  port: number;
  /** Without its slash. */
  path: string;
}

const usualPorts: Readonly<Record<string, number>> = {
  http: 80,
  https: 443,
  postgresql: 5432,
  mysql: 3306,
  redis: 6379,
  amqp: 5672,
  nats: 4222,
  mongodb: 27017,
  smtp: 25,
};

/** A URL with a host; undefined for other text. */
export function addressOf(text: string): Address | undefined {
  if (!/^[a-z][a-z0-9+.-]*:\/\//i.test(text)) return undefined;
  let url: URL;
  try {
    url = new URL(text);
  } catch {
    return undefined;
  }
  const scheme = url.protocol
    .slice(0, -1)
    .replace(/\+.*/, '')
    .replace(/^jdbc:/, '');
  const port = url.port === '' ? usualPorts[scheme] : Number(url.port);
  if (url.hostname === '' || port === undefined) return undefined;
  return {
    scheme,
    user: decodeURIComponent(url.username),
    password: decodeURIComponent(url.password),
    host: url.hostname.replace(/^\[|\]$/g, ''),
    port,
    path: decodeURIComponent(url.pathname.slice(1)),
  };
}
