import type { Command } from 'commander';
import type { BlockDetails, ParameterView } from '../../shared/contract/index.ts';
import { action, verb } from '../command.ts';
import { table } from '../terminal/text.ts';

export function catalogueShowCommand(): Command {
  return verb('show', 'one block: its parameters, bindings, endpoints, and its README')
    .argument('<block>', 'as in a stack file: postgres, acme/postgres@1, ./blocks/mine')
    .action(
      action(async (session, _flags, reference: string) => {
        const { blockDetails } = await import('../../core/blocks/index.ts');
        const found = await (await session.catalogues()).find(reference, process.cwd());
        const { icon: _, ...details } = await blockDetails(found);
        const { output } = session;
        if (output.json) return output.document(details);
        output.text(asText(details, output.paint.bold));
      }),
    );
}

function asText(block: Omit<BlockDetails, 'icon'>, bold: (text: string) => string): string {
  const { bindings, description, endpoints, licence, owner, parameters, provenance, readme, uses } = block;
  const part = (title: string, text: string) => (text === '' ? '' : `\n${bold(title)}\n${text}`);
  const line = (text: string) => (text === '' ? '' : `${text}\n`);
  return [
    `${bold(block.title)}  ${block.reference} (${block.version}), by ${owner}\n${description}\n`,
    part(
      'Parameters',
      parameters.length === 0 ? '' : table(['NAME', 'DEFAULT', 'WHAT IT IS'], parameters.map(row)),
    ),
    part('Bindings', line(bindings.join(', '))),
    part('Endpoints', endpoints.map(({ name, port, title }) => `${name}: ${title}, port ${port}\n`).join('')),
    part('Uses', uses.map((use) => `${use.name}: ${use.block}\n`).join('')),
    part('Licence', line(licence)),
    part('Images', line(provenance)),
    part('README', line(printable(readme.trim()))),
  ].join('');
}

function row({
  choices,
  default: value,
  description,
  generated,
  name,
  secret,
  title,
}: ParameterView): string[] {
  const words = [
    description ?? title,
    ...(choices ? [`One of ${choices.join(', ')}.`] : []),
    ...(secret ? [generated ? 'A secret, made when none is given.' : 'A secret.'] : []),
  ];
  return [name, value === undefined ? '' : JSON.stringify(value), words.join(' ')];
}

/** A stranger's text says nothing to the terminal itself. */
function printable(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is taken out
  return text.replace(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g, '');
}
