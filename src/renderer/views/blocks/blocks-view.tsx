import { Plus, ToyBrick } from 'lucide-react';
import type { InstanceView } from '../../../shared/contract/index.ts';
import { useCommands } from '../../commands/index.ts';
import {
  Button,
  EmptyState,
  FailedState,
  FollowedContent,
  HeadActions,
  Segmented,
  Skeleton,
} from '../../components/index.ts';
import { goTo, useFilter, useFollowed } from '../../core/index.ts';
import type { ProjectViewProps } from '../view.ts';
import { WithFiles } from '../with-files.tsx';
import styles from './blocks.module.css';
import type { Form } from './form.ts';
import { Instance } from './instance.tsx';

/** The blocks of the stack: their pages, what they give to whom, and what they are. */
export default function BlocksView({ project }: ProjectViewProps) {
  return (
    <WithFiles
      project={project}
      view="blocks"
      text="Only the engine knows this stack. Its blocks stand in its files."
    >
      <BlocksOf project={project} />
    </WithFiles>
  );
}

function BlocksOf({ project }: ProjectViewProps) {
  const followed = useFollowed('blocks.follow', { project });
  const stack = useFollowed('stacks.follow', { project });
  const problem = 'value' in stack ? stack.value?.problem : undefined;
  return (
    <div className={styles['view']}>
      <FollowedContent followed={followed} skeleton={<BlocksSkeleton />}>
        {(instances) =>
          problem && instances.length === 0 ? (
            <FailedState error={problem} />
          ) : (
            <Instances project={project} instances={instances} />
          )
        }
      </FollowedContent>
    </div>
  );
}

function Instances({ project, instances }: { project: string; instances: readonly InstanceView[] }) {
  const [asked, ask] = useFilter('form');
  const form: Form = asked === 'inside' ? 'inside' : 'host';
  const other: Form = form === 'host' ? 'inside' : 'host';
  const show = (next: Form) => ask(next === 'inside' ? 'inside' : '');
  const add = () => goTo({ project, view: 'catalogue' });
  useCommands(
    instances.length === 0
      ? []
      : [
          {
            id: 'blocks.form',
            title: `Bindings as seen ${forms[other].toLowerCase()}`,
            group: 'Blocks',
            run: () => show(other),
          },
        ],
  );
  if (instances.length === 0)
    return (
      <EmptyState
        icon={ToyBrick}
        text="No blocks yet. A block brings a database, a queue or a notebook, ready to be bound to your services."
        action={
          <Button kind="primary" icon={Plus} onClick={add}>
            Add a block
          </Button>
        }
      />
    );
  return (
    <>
      <HeadActions>
        <Button icon={Plus} onClick={add}>
          Add a block
        </Button>
      </HeadActions>
      <div className={styles['column']}>
        <div className={styles['bar']}>
          <p>Variables as they are {forms[form].toLowerCase()}.</p>
          <Segmented
            label="Form of the bindings"
            value={form}
            onChange={show}
            options={[
              { value: 'host', title: forms.host },
              { value: 'inside', title: forms.inside },
            ]}
          />
        </div>
        {instances.map((instance) => (
          <Instance key={instance.name} project={project} instance={instance} form={form} />
        ))}
      </div>
    </>
  );
}

const forms = { host: 'On this machine', inside: 'Inside the network' } satisfies Record<Form, string>;

function BlocksSkeleton() {
  return (
    <div className={styles['column']}>
      <Skeleton height="28px" />
      <Skeleton height="236px" lines={2} />
    </div>
  );
}
