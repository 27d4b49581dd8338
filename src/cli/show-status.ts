import type { Endpoint } from '../core/blocks/index.ts';
import type { ContainerStatus, PublishedPort, StackStatus, UpResult } from '../core/stack/index.ts';
import type { Output } from './output.ts';
import type { Palette } from './terminal/palette.ts';
import { table } from './terminal/text.ts';

/** One row for each container. */
export function showContainers(output: Output, containers: ContainerStatus[]): void {
  const { paint } = output;
  output.text(
    table(
      ['SERVICE', 'CONTAINER', 'IMAGE', 'STATE', 'PORTS'].map(paint.bold),
      containers.map((it) => [
        it.oneOff ? `${it.service} (run)` : it.orphan ? `${it.service} (orphan)` : it.service,
        it.name,
        it.image,
        stateOf(it, paint),
        portsOf(it.ports),
      ]),
    ),
  );
}

/** After `up`: what runs, where a browser finds it, which ports are not those of the files, and what one asks next. */
export function showResult(
  output: Output,
  { status, replacedPorts }: UpResult,
  endpoints: readonly Endpoint[] = [],
): void {
  showStatus(output, status, endpoints);
  showReplacedPorts(output, replacedPorts);
  output.note(
    output.paintErrors.dim('`blockyard logs -f` follows what they write; `blockyard down` takes it down.'),
  );
}

/** `endpoints` are those of blocks, which know what is behind their ports. */
export function showStatus(output: Output, status: StackStatus, endpoints: readonly Endpoint[] = []): void {
  showContainers(output, status.containers);
  const urls = status.containers.flatMap((it) =>
    it.ports.flatMap((port) => {
      const url = addressOf(it.service, port, endpoints);
      return url === undefined ? [] : [{ service: it.service, url }];
    }),
  );
  const unique = [...new Map(urls.map((it) => [it.url, it])).values()];
  if (unique.length === 0) return;
  output.text(
    `\n${table(
      ['', ''],
      unique.map(({ service, url }) => [service, output.paint.cyan(url)]),
    ).trimStart()}`,
  );
}

function addressOf(
  service: string,
  { url, target }: PublishedPort,
  endpoints: readonly Endpoint[],
): string | undefined {
  const endpoint = endpoints.find((it) => it.service === service && it.port === target);
  if (url === undefined || !endpoint) return url;
  const { scheme = 'tcp', open, path } = endpoint;
  return `${url.replace(/^http:/, `${scheme}:`)}${open ? path : ''}`;
}

function showReplacedPorts(output: Output, replaced: UpResult['replacedPorts']): void {
  for (const port of replaced)
    output.note(
      `${output.paintErrors.yellow('!')} ${port.service}: port ${port.wished} is held by ${port.holder}; published as ${port.published} instead.`,
    );
}

function stateOf(container: ContainerStatus, paint: Palette): string {
  const words = container.status || container.state;
  if (container.state === 'running') {
    if (container.health === 'unhealthy') return `${paint.red('✗')} ${words}`;
    if (container.health === 'starting') return `${paint.yellow('◐')} ${words}`;
    return `${paint.green('●')} ${words}`;
  }
  if (container.state === 'exited')
    return `${container.exitCode === 0 ? paint.dim('✓') : paint.red('✗')} ${words}`;
  return `${paint.dim('○')} ${words}`;
}

/** `8080→80/tcp`, the host's address only when it is not every address. */
function portsOf(ports: PublishedPort[]): string {
  const shown = ports.map((port) => {
    const address = ['0.0.0.0', '::', ''].includes(port.hostIp)
      ? ''
      : `${port.hostIp.includes(':') ? `[${port.hostIp}]` : port.hostIp}:`;
    return `${address}${port.published}→${port.target}/${port.protocol}`;
  });
  return [...new Set(shown)].join(', ');
}
