import { ArrowRight } from 'lucide-react';
import type { Proposal } from '../../../shared/contract/index.ts';
import { Difference, Prose } from '../../components/index.ts';
import styles from './new-project-dialog.module.css';

/** What was seen, what follows from it, and each file that would be written. */
export function ProposalPreview({ proposal: { files, reasons } }: { proposal: Proposal }) {
  if (files.length === 0)
    return (
      <p className={styles['nothing']} role="status">
        Nothing in this folder says which blocks it needs. Choose a template, or open it and add blocks from
        the catalogue.
      </p>
    );
  // The stack file is what matters; code of a template can be looked at.
  const [first, ...others] = [...files].sort(
    (one, other) => Number(other.path.startsWith('blockyard.')) - Number(one.path.startsWith('blockyard.')),
  );
  return (
    <section className={styles['proposal']} aria-label="What it makes">
      <ul className={styles['reasons']}>
        {reasons.map(({ file, saw, follows }) => (
          <li key={`${file} ${saw} ${follows}`}>
            <span>
              <code>{file}</code> <Prose text={saw} />
            </span>
            <ArrowRight size={13} aria-hidden />
            <span>
              <Prose text={follows} />
            </span>
          </li>
        ))}
      </ul>
      {first && <File file={first} open />}
      {others.map((file) => (
        <File key={file.path} file={file} />
      ))}
    </section>
  );
}

function File({
  file: { path, content, isNew },
  open = false,
}: {
  file: Proposal['files'][number];
  open?: boolean;
}) {
  return (
    <details className={styles['file']} open={open}>
      <summary>
        <code>{path}</code>
        {!isNew && <em>is there already: nothing can be written</em>}
      </summary>
      <Difference label={path} before="" after={content} />
    </details>
  );
}
