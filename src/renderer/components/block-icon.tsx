import { Box } from 'lucide-react';
import type { BlockSummary } from '../../shared/contract/index.ts';
import styles from './block-icon.module.css';
import { classNames } from './class-names.ts';

interface BlockIconProps {
  block: Pick<BlockSummary, 'icon'>;
  size?: number;
  className?: string | undefined;
}

/** A block's picture, as an image and never as markup: nothing in it runs or is fetched. */
export function BlockIcon({ block: { icon }, size = 28, className }: BlockIconProps) {
  return (
    <span className={classNames(styles['icon'], className)} aria-hidden>
      {icon?.startsWith('data:image/svg+xml') ? (
        <img src={icon} alt="" width={size} height={size} />
      ) : (
        <Box size={Math.round(size * 0.75)} strokeWidth={1.5} />
      )}
    </span>
  );
}
