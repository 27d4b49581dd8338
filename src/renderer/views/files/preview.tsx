// biome-ignore-all lint/a11y/noNoninteractiveTabindex: what scrolls can be reached by keys
import { useQuery } from '@tanstack/react-query';
import { Download, X } from 'lucide-react';
import { type ReactNode, useEffect, useMemo, useState } from 'react';
import type { FilePlace } from '../../../shared/contract/index.ts';
import { CopyButton, FailedState, formatBytes, IconButton, Skeleton } from '../../components/index.ts';
import { query, toErrorData } from '../../core/index.ts';
import { bytesOf, hexLines } from './hex.ts';
import { nameOf, visibleName } from './paths.ts';
import styles from './preview.module.css';

interface PreviewProps {
  place: FilePlace;
  path: string;
  onDownload: (size: number) => void;
  onClose: () => void;
}

/** What a file holds: its text, its picture, or its first bytes. */
export function Preview({ place, path, onDownload, onClose }: PreviewProps) {
  const { project, kind, name } = place;
  const file = useQuery(query.files.read.queryOptions({ input: { project, kind, name, path } }));
  const content = file.data;
  return (
    <section className={styles['preview']} aria-label={`Content of ${visibleName(nameOf(path))}`}>
      <header>
        <h2 title={visibleName(path)}>{visibleName(nameOf(path))}</h2>
        {content && <span>{formatBytes(content.size)}</span>}
        <CopyButton text={path} label="Copy the path" />
        <IconButton
          icon={Download}
          size="small"
          label="Download"
          onClick={() => onDownload(content?.size ?? 0)}
        />
        <IconButton icon={X} size="small" label="Close the preview" keys="Escape" onClick={onClose} />
      </header>
      {file.isPending && (
        <div className={styles['loading']}>
          <Skeleton lines={8} />
        </div>
      )}
      {file.error && <FailedState error={toErrorData(file.error)} onRetry={() => void file.refetch()} />}
      {content && <Content content={content} />}
    </section>
  );
}

type FileContent = Awaited<ReturnType<typeof query.files.read.call>>;

function Content({ content }: { content: FileContent }) {
  const { kind, text = '', base64, mediaType, size, truncated } = content;
  switch (kind) {
    case 'text':
      return (
        <>
          {truncated && <Note>The beginning of {formatBytes(size)}. Download it to see the whole.</Note>}
          {text === '' ? <Note>It is empty.</Note> : <Text text={text} />}
        </>
      );
    case 'picture':
      return base64 ? (
        <Picture base64={base64} mediaType={mediaType} name={content.path} />
      ) : (
        <Note>This picture is too large to be shown here. Download it to look at it.</Note>
      );
    case 'binary':
      return (
        <>
          <Note>Not text: these are its first bytes.</Note>
          <pre className={styles['hex']} tabIndex={0}>
            {hexLines(bytesOf(base64 ?? '')).join('\n')}
          </pre>
        </>
      );
  }
}

function Note({ children }: { children: ReactNode }) {
  return <p className={styles['note']}>{children}</p>;
}

function Text({ text }: { text: string }) {
  const numbers = useMemo(() => {
    const lines = text.split('\n').length - (text.endsWith('\n') ? 1 : 0);
    return Array.from({ length: lines }, (_, line) => line + 1).join('\n');
  }, [text]);
  return (
    <section className={styles['text']} tabIndex={0} aria-label="Text">
      <pre aria-hidden className={styles['numbers']}>
        {numbers}
      </pre>
      <pre>{text}</pre>
    </section>
  );
}

function Picture({ base64, mediaType, name }: { base64: string; mediaType: string; name: string }) {
  const [address, setAddress] = useState<string>();
  const [size, setSize] = useState('');
  useEffect(() => {
    const made = URL.createObjectURL(new Blob([bytesOf(base64)], { type: mediaType }));
    setAddress(made);
    return () => URL.revokeObjectURL(made);
  }, [base64, mediaType]);
  return (
    <figure className={styles['picture']}>
      {address && (
        <img
          src={address}
          alt={visibleName(nameOf(name))}
          onLoad={({ currentTarget: image }) =>
            setSize(`${image.naturalWidth} × ${image.naturalHeight} px, `)
          }
        />
      )}
      <figcaption>
        {size}
        {mediaType}
      </figcaption>
    </figure>
  );
}
