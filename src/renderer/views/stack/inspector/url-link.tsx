import { CopyButton } from '../../../components/index.ts';
import styles from './inspector.module.css';

/** An address to open in a new window, and to copy. */
export function UrlLink({ url }: { url: string }) {
  return (
    <span className={styles['url']}>
      <a href={url} target="_blank" rel="noopener noreferrer" onClick={(event) => event.stopPropagation()}>
        {url.replace(/\/$/, '')}
      </a>
      <CopyButton text={url} label={`Copy ${url}`} />
    </span>
  );
}
