import { ArrowUpCircle } from 'lucide-react';
import { useState } from 'react';
import { useCommands } from '../../commands/index.ts';
import { Button } from '../../components/index.ts';
import { UpgradeDialog } from './upgrade-dialog.tsx';

/** Looks for newer blocks of a project: a plan, and then its lock. */
export function UpgradeButton({ project }: { project: string }) {
  const [open, setOpen] = useState(false);
  useCommands([
    {
      id: 'blocks.upgrade',
      title: 'Look for newer blocks',
      group: 'Catalogue',
      icon: ArrowUpCircle,
      keywords: 'update upgrade lock',
      run: () => setOpen(true),
    },
  ]);
  return (
    <>
      <Button icon={ArrowUpCircle} onClick={() => setOpen(true)}>
        Look for newer blocks
      </Button>
      {open && <UpgradeDialog project={project} onClose={() => setOpen(false)} />}
    </>
  );
}
