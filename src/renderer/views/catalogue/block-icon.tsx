import { Box } from 'lucide-react';
import type { BlockSummary } from '../../../shared/contract/index.ts';
import styles from './catalogue.module.css';

/** Its picture, as an image and never as markup: nothing in it runs or is fetched. */
export function BlockIcon({ block: { icon } }: { block: Pick<BlockSummary, 'icon'> }) {
  return (
    <span className={styles['icon']} aria-hidden>
      {icon?.startsWith('data:image/svg+xml') ? (
        <img src={icon} alt="" width="40" height="40" />
      ) : (
        <Box size={32} strokeWidth={1.5} />
      )}
    </span>
  );
}
