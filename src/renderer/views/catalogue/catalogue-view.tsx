import { useQuery } from '@tanstack/react-query';
import { Blocks } from 'lucide-react';
import { useRef } from 'react';
import type { BlockSummary } from '../../../shared/contract/index.ts';
import { useCommands } from '../../commands/index.ts';
import {
  Button,
  classNames,
  EmptyState,
  ErrorDetails,
  FailedState,
  HeadActions,
  SearchField,
  Skeleton,
} from '../../components/index.ts';
import { query, toErrorData, useFilter } from '../../core/index.ts';
import { UpgradeButton } from '../upgrade/index.ts';
import type { ProjectViewProps } from '../view.ts';
import { BlockCard } from './block-card.tsx';
import { BlockPage } from './block-page.tsx';
import styles from './catalogue.module.css';
import { commonTags, matchBlocks } from './match-blocks.ts';

/** What the project may use: found by words and tags; one that is chosen is shown as a whole, with the form that adds it. */
export default function CatalogueView({ project }: ProjectViewProps) {
  const [chosen, choose] = useFilter('block');
  const catalogue = useQuery(query.blocks.catalogue.queryOptions({ input: { project } }));
  const problems = useQuery(query.blocks.catalogueProblems.queryOptions({ input: { project } }));
  if (chosen !== '')
    return <BlockPage key={chosen} project={project} reference={chosen} onBack={() => choose('')} />;
  return (
    <div className={styles['view']}>
      <HeadActions>
        <UpgradeButton project={project} />
      </HeadActions>
      <div className={styles['column']}>
        {catalogue.isError && (
          <FailedState error={toErrorData(catalogue.error)} onRetry={() => void catalogue.refetch()} />
        )}
        {problems.data?.map((problem) => (
          <ErrorDetails key={problem.message} error={problem} />
        ))}
        {catalogue.isPending && <Skeleton height="132px" lines={4} />}
        {catalogue.data && <Shelves blocks={catalogue.data} onChoose={choose} />}
      </div>
    </div>
  );
}

function Shelves({
  blocks,
  onChoose,
}: {
  blocks: readonly BlockSummary[];
  onChoose: (name: string) => void;
}) {
  const [text, setText] = useFilter('find');
  const [tag, setTag] = useFilter('tag');
  const search = useRef<HTMLDivElement>(null);
  useCommands([
    {
      id: 'catalogue.find',
      title: 'Find a block',
      group: 'Catalogue',
      keys: '/',
      run: () => search.current?.querySelector('input')?.focus(),
    },
  ]);
  const found = matchBlocks(blocks, { text, tag });
  return (
    <>
      <div className={styles['head']} ref={search}>
        <SearchField label="Find a block" value={text} onChange={setText} />
        <fieldset className={styles['tags']}>
          <legend>Tags</legend>
          {commonTags(blocks).map((one) => (
            <button
              key={one}
              type="button"
              aria-pressed={tag === one}
              className={classNames(styles['tag'], tag === one && styles['pressed'])}
              onClick={() => setTag(tag === one ? '' : one)}
            >
              {one}
            </button>
          ))}
        </fieldset>
      </div>
      {found.length === 0 ? (
        <EmptyState
          icon={Blocks}
          text={
            blocks.length === 0
              ? 'There are no blocks here. Join your team’s catalogue with `blockyard join`.'
              : 'No block has all of these words.'
          }
          action={
            blocks.length > 0 && (
              <Button
                onClick={() => {
                  setText('');
                  setTag('');
                }}
              >
                Show all blocks
              </Button>
            )
          }
        />
      ) : (
        <ul className={styles['cards']} aria-label="Blocks">
          {found.map((block) => (
            <BlockCard key={block.reference} block={block} onChoose={() => onChoose(block.reference)} />
          ))}
        </ul>
      )}
    </>
  );
}
