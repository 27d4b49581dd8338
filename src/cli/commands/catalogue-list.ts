import type { Command } from 'commander';
import type { BlockSummary } from '../../shared/contract/index.ts';
import { action, verb } from '../command.ts';
import { cut, table } from '../terminal/text.ts';

export function catalogueListCommand(): Command {
  return verb('list', 'the blocks that this project may use: shipped, the team’s, those of its lock')
    .argument('[query]', 'only those in whose name, title, tags or bindings it is')
    .action(
      action(async (session, _flags, query: string | undefined) => {
        const { listBlocks } = await import('../../core/blocks/index.ts');
        const { output } = session;
        const all = await listBlocks(await session.catalogues(), process.cwd(), (problem) =>
          output.warning(problem),
        );
        const blocks = query === undefined ? all : all.filter((block) => isMeant(block, query));
        // Pictures are for pages.
        if (output.json) return output.document(blocks.map(({ icon: _, ...block }) => block));
        if (blocks.length === 0) return output.note(`No block has to do with ${query}.`);
        const rows = blocks.map(({ description, problem, reference, title, version }) => [
          ...[reference, version, title],
          problem ? output.paint.red(problem.message) : cut(description, 90),
        ]);
        output.text(table(['BLOCK', 'VERSION', 'TITLE', 'WHAT IT IS'], rows));
      }),
    );
}

function isMeant({ bindings, description, name, tags, title }: BlockSummary, query: string): boolean {
  const words = [name, title, description, ...tags, ...bindings].join(' ').toLowerCase();
  return query
    .toLowerCase()
    .split(/\s+/)
    .every((word) => words.includes(word));
}
