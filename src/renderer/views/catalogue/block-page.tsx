import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { ArrowLeft } from 'lucide-react';
import { useState } from 'react';
import type { BlockDetails } from '../../../shared/contract/index.ts';
import { useCommands } from '../../commands/index.ts';
import {
  BlockIcon,
  Button,
  Chip,
  FailedState,
  Markdown,
  Panel,
  Prose,
  Skeleton,
} from '../../components/index.ts';
import { query, toErrorData } from '../../core/index.ts';
import { AddForm } from './add-form.tsx';
import styles from './catalogue.module.css';
import type { Values } from './values.ts';

interface BlockPageProps {
  project: string;
  /** `postgres@1`. */
  reference: string;
  onBack: () => void;
}

/** A block as a whole: what it is, what it gives, and the form that adds it. */
export function BlockPage({ project, reference, onBack }: BlockPageProps) {
  const [values, setValues] = useState<Values>({});
  // Choices hang on other values: they are asked for anew, and the form stays while they come.
  const details = useQuery({
    ...query.blocks.details.queryOptions({ input: { project, block: reference, with: values } }),
    placeholderData: keepPreviousData,
  });
  useCommands([
    { id: 'catalogue.back', title: 'Back to all blocks', group: 'Catalogue', keys: 'Escape', run: onBack },
  ]);
  const block = details.data;
  return (
    <div className={styles['view']}>
      <div className={styles['page']}>
        <Button kind="quiet" size="small" icon={ArrowLeft} className={styles['back']} onClick={onBack}>
          All blocks
        </Button>
        {details.isError && (
          <FailedState error={toErrorData(details.error)} onRetry={() => void details.refetch()} />
        )}
        {details.isPending && <Skeleton height="32px" lines={8} />}
        {block && (
          <>
            <Head block={block} />
            <AddForm project={project} block={block} values={values} onChange={setValues}>
              <Facts block={block} />
            </AddForm>
          </>
        )}
      </div>
    </div>
  );
}

function Head({ block }: { block: BlockDetails }) {
  return (
    <header className={styles['block-head']}>
      <BlockIcon block={block} className={styles['icon']} />
      <div>
        <h1>
          {block.title} <Chip>{block.version}</Chip>
        </h1>
        <p>{block.description}</p>
      </div>
    </header>
  );
}

function Facts({ block }: { block: BlockDetails }) {
  const { readme, bindings, endpoints, uses, owner, licence, provenance, origin } = block;
  return (
    <div className={styles['facts']}>
      {readme !== '' && (
        <Panel title="How it is used">
          <Markdown text={readme.replace(/^#\s.*\n+/, '')} />
        </Panel>
      )}
      <Panel title="What it is made of">
        <dl className={styles['list']}>
          {bindings.length > 0 && (
            <>
              <dt>Gives</dt>
              <dd>
                {bindings.map((name) => (
                  <code key={name}>{name}</code>
                ))}
              </dd>
            </>
          )}
          {endpoints.length > 0 && (
            <>
              <dt>Ways in</dt>
              <dd>
                {endpoints.map(({ name, title, port }) => (
                  <span key={name}>
                    {title} <code>{port}</code>
                  </span>
                ))}
              </dd>
            </>
          )}
          {uses.length > 0 && (
            <>
              <dt>Brings along</dt>
              <dd>
                {uses.map((use) => (
                  <code key={use.name}>{use.block}</code>
                ))}
              </dd>
            </>
          )}
          <dt>Owner</dt>
          <dd>{origin.kind === 'catalogue' ? `${owner}, catalogue ${origin.name}` : owner}</dd>
          <dt>Licence</dt>
          <dd>
            <Prose text={licence} />
          </dd>
          <dt>Images</dt>
          <dd>
            <Prose text={provenance} />
          </dd>
        </dl>
      </Panel>
    </div>
  );
}
