import type { BlockSummary } from '../../../shared/contract/index.ts';
import { BlockIcon, Chip } from '../../components/index.ts';
import styles from './catalogue.module.css';

/** All of one height; the whole card is a button. */
export function BlockCard({ block, onChoose }: { block: BlockSummary; onChoose: () => void }) {
  const { title, version, description, origin, bindings, problem } = block;
  return (
    <li>
      <button type="button" className={styles['card']} onClick={onChoose}>
        <BlockIcon block={block} className={styles['icon']} />
        <span className={styles['title']}>
          <strong>{title}</strong>
          <small>{version}</small>
          {origin.kind === 'catalogue' && <Chip>{origin.name}</Chip>}
          {origin.kind === 'folder' && <Chip>this project</Chip>}
        </span>
        <span className={styles['description']} title={description}>
          {problem ? <em className={styles['problem']}>{problem.message}</em> : description}
        </span>
        <span className={styles['gives']} title={bindings.join(', ')}>
          {bindings.length > 0 ? bindings.join(' ') : 'gives no variables'}
        </span>
      </button>
    </li>
  );
}
