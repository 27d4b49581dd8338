import { describe, expect, it } from 'vitest';
import { Issues } from '../issues.ts';
import type { TreeMap } from '../positions.ts';
import { readYaml } from '../read-yaml.ts';
import { checkComposeFile } from './index.ts';

async function check(text: string) {
  const issues = new Issues();
  const [document] = await readYaml(text, 'f.yaml', issues);
  const tree = checkComposeFile(document?.tree ?? null, 'f.yaml', issues);
  const line = ({ message, where, remedy }: { message: string; where?: unknown; remedy?: unknown }) => {
    const { line, column } = where as { line: number; column: number };
    return `${line}:${column} ${message}${remedy === undefined ? '' : ` ${remedy}`}`;
  };
  return { tree: tree as TreeMap, errors: issues.errors.map(line), warnings: issues.warnings.map(line) };
}

/** Checks the keys of one service. */
async function checkService(keys: string) {
  const result = await check(`services:\n  web:\n${keys.replaceAll(/^/gm, '    ')}\n`);
  return { ...result, service: (result.tree['services'] as TreeMap)['web'] };
}

describe('the shape of a Compose file', () => {
  it('casts text to what the key wants', async () => {
    const { service, errors } = await checkService(
      'image: x\nprivileged: "true"\ninit: "FALSE"\ncpus: "0.5"\ncpu_count: "2"\nscale: "3"\npids_limit: "10"\n' +
        'healthcheck: {retries: "4", disable: "false"}\nulimits: {nofile: "1024", nproc: {soft: "1", hard: 2}}\n' +
        'deploy: {replicas: "2"}\nmem_limit: 512m',
    );
    expect(errors).toEqual([]);
    expect(service).toEqual({
      image: 'x',
      privileged: true,
      init: false,
      cpus: 0.5,
      cpu_count: 2,
      scale: 3,
      pids_limit: 10,
      healthcheck: { retries: 4, disable: false },
      ulimits: { nofile: 1024, nproc: { soft: 1, hard: 2 } },
      deploy: { replicas: 2 },
      mem_limit: '512m',
    });
  });

  it('names unknown keys and what may be meant', async () => {
    const { errors } = await check(
      'sevices: {}\nservices:\n  web:\n    image: x\n    port: ["80"]\n    helthcheck: {}\n    build: {contxt: .}\n' +
        '    zzz: 1\n    x-mine: 1\n    env_file: [{path: a, x-mine: 1}]\nx-top: 1\n',
    );
    expect(errors).toEqual([
      '1:1 sevices is not a key that a Compose file has here. Did you mean "services"?',
      '5:5 services.web.port is not a key that a Compose file has here. Did you mean "ports"?',
      '6:5 services.web.helthcheck is not a key that a Compose file has here. Did you mean "healthcheck"?',
      '7:13 services.web.build.contxt is not a key that a Compose file has here. Did you mean "context"?',
      '8:5 services.web.zzz is not a key that a Compose file has here. Remove it, or start it with "x-" if it is your own.',
      '10:26 services.web.env_file[0].x-mine is not a key that a Compose file has here. Remove it.',
    ]);
  });

  it('says what is expected and what is there', async () => {
    const { errors, service } = await checkService(
      'image: 5\nports: {a: b}\nenvironment: 5\nprivileged: maybe\nscale: lots\noom_score_adj: 2000\n' +
        'user: 1000\nlabels: {a: [b]}\ncap_add: NET\ncommand: 5\nrestart: never\npull_policy: sometimes\n' +
        'cgroup: hst\ndepends_on: {b: {condition: healthy}}\nvolumes: [{target: a}]\nnetworks: {n: 5}',
    );
    expect(errors).toEqual([
      '3:12 services.web.image must be a string, but is the number 5. Put it in quotes: "5".',
      '4:12 services.web.ports must be a list, but is a mapping.',
      '5:18 services.web.environment must be a list or a mapping, but is the number 5.',
      '6:17 services.web.privileged must be true or false, but is "maybe".',
      '7:12 services.web.scale must be a whole number, but is "lots".',
      '8:20 services.web.oom_score_adj must be 1000 or less, but is 2000.',
      '9:11 services.web.user must be a string, but is the number 1000. Put it in quotes: "1000".',
      '10:17 services.web.labels.a must be a string, number or boolean, but is a list.',
      '11:14 services.web.cap_add must be a list, but is the string "NET". Write it as a list: ["NET"].',
      '12:14 services.web.command must be a string or a list, but is the number 5. Put it in quotes: "5".',
      '13:14 services.web.restart must be "no", "always", "unless-stopped", "on-failure" or "on-failure:" with a number, but is "never".',
      '14:18 services.web.pull_policy must be "always", "missing", "never", "build", "refresh", "daily", "weekly" or "every_" with a duration such as "every_12h", but is "sometimes".',
      '15:13 services.web.cgroup must be "host" or "private", but is "hst". Did you mean "host"?',
      '16:33 services.web.depends_on.b.condition must be "service_started", "service_healthy" or "service_completed_successfully", but is "healthy".',
      '17:15 services.web.volumes[0] must have "type". Add "type".',
      '18:19 services.web.networks.n must be a mapping, but is the number 5.',
    ]);
    // What others refer to stays; what is wrong is gone.
    expect(service).toEqual({
      labels: {},
      depends_on: { b: {} },
      volumes: [{ target: 'a' }],
      networks: { n: {} },
    });
  });

  it('warns of what is accepted and will not do what its writer may expect', async () => {
    const { warnings, errors, tree } = await check(
      'version: "3"\njobs: {a: {}}\nservices:\n  web:\n    image: x\n    tty: yes\n    ports:\n    command:\n' +
        '    deploy: {placement: {}, update_config: {order: stop-first}}\nsecrets: {s: {file: a, driver: d}}\n',
    );
    expect(errors).toEqual([]);
    expect(warnings).toEqual([
      '1:1 version is obsolete and has no effect. Remove it.',
      '2:1 jobs are not run by Blockyard yet.',
      '6:10 services.web.tty: "yes" is not a boolean in YAML 1.2. Write true.',
      '7:5 services.web.ports is empty and has no effect. Remove it, or give it a value.',
      '9:14 services.web.deploy.placement has no effect here: only Swarm reads it.',
      '9:29 services.web.deploy.update_config has no effect here: only Swarm reads it.',
      '10:24 secrets.s.driver has no effect here: only Swarm reads it.',
    ]);
    expect(tree['services']).toEqual({
      web: {
        image: 'x',
        tty: true,
        command: null,
        deploy: { placement: {}, update_config: { order: 'stop-first' } },
      },
    });
    expect(Object.keys(tree)).toEqual(['services', 'secrets']);
  });

  it('knows the keys that came after Compose 2.26', async () => {
    const { errors, warnings } = await check(`
services:
  web:
    image: x
    attach: false
    annotations: [a=b]
    gpus: all
    label_file: [a.labels]
    env_file: [{path: a.env, format: raw, required: false}]
    use_api_socket: true
    pull_policy: every_12h
    pull_refresh_after: 24h
    models: {llm: {endpoint_var: URL, model_var: NAME}}
    networks: {n: {interface_name: eth0, gw_priority: 1, mac_address: "02:42:ac:11:00:02"}}
    volumes:
      - {type: image, source: alpine, target: /a, image: {subpath: etc}}
      - {type: bind, source: ., target: /b, bind: {recursive: readonly}}
    pre_start: [{image: init, command: [a], user: "1", per_replica: false}]
    post_start: [{command: a, user: root, privileged: true, environment: [A=1], working_dir: /}]
    pre_stop: [{command: [b]}]
    develop:
      watch:
        - {path: ., action: sync+exec, target: /x, initial_sync: true, include: "*.ts", ignore: [a], exec: {command: x}}
    build:
      context: .
      additional_contexts: {base: "service:other"}
      entitlements: [network.host]
      provenance: mode=max
      sbom: true
      privileged: true
      ulimits: {nofile: 5}
      tags: [a]
  cloud:
    provider: {type: awesome, options: {size: 5, list: [a, b]}}
models:
  llm: {model: ai/model, context_size: 1024, runtime_flags: [--x]}
networks:
  n: {enable_ipv4: true}
configs:
  c: {content: "x"}
include:
  - path: [a.yaml, b.yaml]
    env_file: x.env
    project_directory: .
`);
    expect({ errors, warnings }).toEqual({ errors: [], warnings: [] });
  });

  it('is a mapping', async () => {
    expect((await check('- a\n')).errors).toEqual([
      '1:1 A Compose file is a mapping with keys such as "services".',
    ]);
  });

  it('takes names of letters, digits, dots, hyphens and underscores', async () => {
    expect((await check('services:\n  "a b": {image: x}\nvolumes: {ä: }\n')).errors).toEqual([
      '2:3 services.a b: the name "a b" may hold letters, digits, dots, hyphens and underscores only.',
      '3:11 volumes.ä: the name "ä" may hold letters, digits, dots, hyphens and underscores only.',
    ]);
  });
});
