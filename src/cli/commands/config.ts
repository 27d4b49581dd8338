import type { Command } from 'commander';
import type { StackProject } from '../../core/blocks/index.ts';
import { action, verb } from '../command.ts';
import type { Session } from '../session.ts';

interface ConfigFlags {
  format?: string;
  quiet?: boolean;
  services?: boolean;
  volumes?: boolean;
  networks?: boolean;
  images?: boolean;
  profiles?: boolean;
  variables?: boolean;
  hash?: string;
  output?: string;
  secrets?: boolean;
}

export function configCommand(): Command {
  return verb('config', 'check the files and print the project that they make')
    .alias('convert')
    .argument('[services...]', 'only these and what they need')
    .option('--format <format>', 'yaml or json', 'yaml')
    .option('-q, --quiet', 'only check')
    .option('--services', 'names of the services')
    .option('--volumes', 'names of the volumes')
    .option('--networks', 'names of the networks')
    .option('--images', 'names of the images')
    .option('--profiles', 'names of the profiles')
    .option('--hash <service>', 'hash of a service, or * for all')
    .option('-o, --output <path>', 'write to a file')
    .option('--secrets', 'show the values of secrets, in place of variables')
    .action(
      action<ConfigFlags>(async (session, flags, services: string[]) => {
        const project = await session.project(services);
        if (flags.quiet) return;
        const text = await render(session, project, flags);
        if (flags.output === undefined) session.output.text(text);
        else
          (await import('node:fs')).writeFileSync(flags.output, text, {
            mode: flags.secrets ? 0o600 : 0o666,
          });
      }),
    );
}

async function render(session: Session, project: StackProject, flags: ConfigFlags): Promise<string> {
  const asList = (values: Iterable<string>) => {
    const list = [...values];
    return session.output.json ? `${JSON.stringify(list, null, 2)}\n` : list.map((it) => `${it}\n`).join('');
  };
  const { config } = project;
  if (flags.services) return asList(Object.keys(config.services));
  if (flags.volumes) return asList(Object.keys(config.volumes ?? {}));
  if (flags.networks) return asList(Object.keys(config.networks ?? {}));
  if (flags.images) {
    const { imageName } = await import('../../core/stack/index.ts');
    return asList(new Set(Object.keys(config.services).map((service) => imageName(project, service))));
  }
  if (flags.profiles) return asList(profilesOf(project));
  if (flags.hash !== undefined) return renderHashes(session, project, flags.hash);
  const json = await printed(project, flags.secrets ?? false);
  if (session.output.json || flags.format === 'json') return `${json}\n`;
  const { stringify } = await import('yaml');
  // What older YAML takes for a number, a date or a boolean is quoted: Compose reads some of it that way.
  return stringify(JSON.parse(json), { lineWidth: 0, aliasDuplicateObjects: false, compat: 'yaml-1.1' });
}

/** As a Compose file: one with blocks has variables where it has secrets. */
async function printed(project: StackProject, withSecrets: boolean): Promise<string> {
  if (project.stackFile && !withSecrets) {
    const { plainConfig } = await import('../../core/blocks/index.ts');
    return JSON.stringify(plainConfig(project), undefined, 2);
  }
  const { printConfig } = await import('../../core/compose/index.ts');
  return printConfig(project.config);
}

function profilesOf({ config, disabledServices }: StackProject): string[] {
  const services = [...Object.values(config.services), ...Object.values(disabledServices)];
  return [...new Set(services.flatMap((service) => service.profiles ?? []))].sort();
}

async function renderHashes(session: Session, project: StackProject, wish: string): Promise<string> {
  const { serviceHashes } = await import('../../core/stack/index.ts');
  const services = wish === '*' ? Object.keys(project.config.services) : wish.split(',');
  const hashes = await serviceHashes(await session.operationParts(), services);
  if (session.output.json) return `${JSON.stringify(hashes, null, 2)}\n`;
  return Object.entries(hashes)
    .map(([service, hash]) => `${service} ${hash}\n`)
    .join('');
}
