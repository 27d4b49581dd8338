import { Check, Ellipsis, Eye } from 'lucide-react';
import { Button, HeadActions, IconButton, Menu, Tooltip } from '../../../components/index.ts';
import { mainButton, whatCanBeDone } from '../model/verbs.ts';
import { useStack } from '../stack-context.ts';
import styles from './head-buttons.module.css';
import { moreItems } from './more-items.ts';

/** The actions of the stack, in the head of the project: the one that matters first. */
export function HeadButtons() {
  const stack = useStack();
  const { view, actions } = stack;
  const can = whatCanBeDone(view, view.services);
  return (
    <HeadActions>
      <UpButton />
      <Tooltip text="Restart all containers" keys="r">
        <Button disabled={!can.restart} onClick={() => actions.plain('restart')}>
          Restart
        </Button>
      </Tooltip>
      <Tooltip text="Remove the containers; volumes stay unless you say so" keys="d">
        <Button disabled={!can.down} onClick={() => actions.open({ kind: 'down' })}>
          Down
        </Button>
      </Tooltip>
      <WatchButton />
      <Menu
        trigger={<IconButton icon={Ellipsis} label="More actions on the stack" />}
        items={moreItems(stack)}
      />
    </HeadActions>
  );
}

function UpButton() {
  const { view, plan, actions } = useStack();
  const can = whatCanBeDone(view, view.services);
  const main = mainButton(view, plan);
  const isBusy = actions.pending || view.task !== undefined;
  return (
    <>
      <Tooltip text={upHint[main.text]} keys="u">
        <Button
          kind={main.primary && !isBusy ? 'primary' : 'plain'}
          icon={main.text === 'Up to date' ? Check : undefined}
          disabled={!can.up}
          pending={isBusy}
          onClick={() => actions.up()}
        >
          {main.text}
          {main.count > 0 && <span className={styles['count']}>{main.count}</span>}
        </Button>
      </Tooltip>
      {can.up && main.count > 0 && (
        <IconButton
          icon={Eye}
          label="Show what Up would change"
          keys="p"
          onClick={() => actions.open({ kind: 'plan', request: {} })}
        />
      )}
    </>
  );
}

const upHint = {
  Up: 'Create and start what is missing, in the order of the arrows',
  'Apply changes': 'Show what differs from the files, then bring it in line',
  'Up to date': 'Everything is as the files say',
};

function WatchButton() {
  const { view, actions } = useStack();
  const isOn = view.watchTask !== undefined;
  const can = whatCanBeDone(view, view.services);
  return (
    <Tooltip
      text={
        isOn
          ? 'Changed files go into the containers; click to end that'
          : 'Take changed files into the containers, as develop.watch says'
      }
      keys="w"
    >
      <Button kind="quiet" aria-pressed={isOn} disabled={!can.up && !isOn} onClick={actions.toggleWatch}>
        <i className={styles['watch']} data-on={isOn} aria-hidden />
        {isOn ? 'Watching' : 'Watch'}
      </Button>
    </Tooltip>
  );
}
