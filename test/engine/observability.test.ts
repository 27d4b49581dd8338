import { expect, it } from 'vitest';
import { describeOnFirstEngine, testProject } from '../support/index.ts';

const stackFile = `blocks:
  db: { block: postgres@1 }
  cache: { block: redis@1 }
  alerts: { block: alertmanager@1 }
  obs:
    block: observability@1
    with: { watch: [postgres, redis], alerts: true, datadog: "\${secret:DATADOG_API_KEY}" }
    uses: { postgres: db, redis: cache, alertmanager: alerts }
services:
  web: { image: "busybox:1.36", command: sleep infinity, mem_limit: 32m, bind: [obs] }
`;

interface Port {
  target: number;
  url: string;
}

// One engine: what is tested are the block's files. Grafana, Loki, Tempo and the collector cannot be had here.
describeOnFirstEngine('block observability', (engine) => {
  it('has alert rules that Prometheus takes, and an Alertmanager that it finds', async () => {
    await using project = await testProject(engine, { 'blockyard.yaml': stackFile });
    await project.blockyard(['secrets', 'set', 'DATADOG_API_KEY'], { input: 'planted-key-of-datadog' });
    const up = await project.blockyard(['up', 'obs-prometheus', 'alerts']);
    expect(up.code, up.stderr).toBe(0);
    const { containers } = JSON.parse((await project.blockyard(['ps', '--json'])).stdout);
    const ports: Port[] = containers.flatMap((it: { ports: Port[] }) => it.ports);
    const url = ports.find(({ target }) => target === 9090)?.url ?? '';
    await expect.poll(async () => (await fetch(`${url}/-/ready`)).status, { timeout: 20_000 }).toBe(200);
    const ask = async (what: string) => {
      const answer = (await (await fetch(`${url}/api/v1/${what}`)).json()) as { data: unknown };
      return answer.data as { activeAlertmanagers: unknown };
    };
    const { groups } = (await ask('rules')) as unknown as {
      groups: { name: string; rules: { health: string }[] }[];
    };
    expect(groups.map(({ name, rules }) => `${name}: ${rules.length}`)).toEqual([
      'postgres: 4',
      'redis: 4',
      'services: 3',
    ]);
    await expect
      .poll(async () => (await ask('alertmanagers')).activeAlertmanagers, { timeout: 20_000 })
      .toEqual([{ url: 'http://alerts:9093/api/v2/alerts' }]);
  });

  it('names each consumer by its service, and keeps the key of Datadog out of its files', async () => {
    await using project = await testProject(engine, { 'blockyard.yaml': stackFile });
    const { code, stdout, stderr } = await project.blockyard(['config']);
    expect(code, stderr).toBe(0);
    expect(stdout).toContain('OTEL_SERVICE_NAME: web');
    expect(stdout).toContain("key: '$${env:DATADOG_API_KEY}'");
  });
});
