import { relative } from 'node:path';
import type { Command } from 'commander';
import { action, verb } from '../command.ts';

export function blockNewCommand(): Command {
  return verb('new', 'write a small block that works, with comments that teach')
    .argument('<name>', 'name of the block, or a path that ends in it')
    .option('--in <path>', 'folder to make it in', '.')
    .action(
      action<{ in: string }>(async (session, flags, name: string) => {
        const { newBlock } = await import('../../core/workshop/index.ts');
        const made = await newBlock(name, flags.in);
        if (session.output.json) return session.output.document(made);
        const folder = relative(process.cwd(), made.folder) || '.';
        const { paint } = session.output;
        session.output.text(
          `${paint.green('✓')} ${folder}: ${made.files.join(', ')}\n` +
            `${paint.cyan('→')} \`blockyard block lint ${folder}\`, then \`blockyard block test ${folder}\`\n`,
        );
      }),
    );
}
