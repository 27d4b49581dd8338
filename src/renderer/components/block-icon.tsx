import { Box } from 'lucide-react';
import type { BlockSummary } from '../../shared/contract/index.ts';
import styles from './block-icon.module.css';

interface BlockIconProps {
  block: Pick<BlockSummary, 'icon'>;
  size?: number;
}

/** A block's picture, as an image and never as markup: nothing in it runs or is fetched. */
export function BlockIcon({ block: { icon }, size = 28 }: BlockIconProps) {
  return (
    <span className={styles['icon']} style={{ width: size, height: size }} aria-hidden>
      {icon?.startsWith('data:image/svg+xml') ? (
        <img src={icon} alt="" width={size} height={size} />
      ) : (
        <Box size={Math.round(size * 0.75)} strokeWidth={1.5} />
      )}
    </span>
  );
}
