import { useVirtualizer } from '@tanstack/react-virtual';
import { ChevronRight, TriangleAlert } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import type { CleanUpPlan } from '../../../shared/contract/index.ts';
import { classNames, formatBytes, plainText, plural, RelativeTime } from '../../components/index.ts';
import styles from './clean-up.module.css';
import { groups as words } from './kinds.ts';
import { type Group, isTicked, type Selection, withGroup, withItem } from './selection.ts';

interface CleanUpGroupsProps {
  plan: CleanUpPlan;
  selection: Selection;
  onChange: (next: Selection) => void;
}

/** What may go, in groups that say why; each opens to the list of exactly what goes. */
export function CleanUpGroups({ plan, selection, onChange }: CleanUpGroupsProps) {
  return (
    <ul className={styles['groups']}>
      {plan.groups.map((group) => (
        <li key={group.kind} className={classNames(group.losesData && styles['losing'])}>
          <GroupRow group={group} selection={selection} onChange={onChange} />
        </li>
      ))}
    </ul>
  );
}

interface GroupRowProps {
  group: Group;
  selection: Selection;
  onChange: (next: Selection) => void;
}

function GroupRow({ group, selection, onChange }: GroupRowProps) {
  const [open, setOpen] = useState(false);
  const { title, one } = words[group.kind];
  const ticked = selection.get(group.kind)?.size ?? 0;
  const some = ticked > 0 && ticked < group.items.length;
  return (
    <>
      <div className={styles['group']}>
        <Tick
          label={title}
          state={isTicked(selection, group)}
          onChange={() => onChange(withGroup(selection, group))}
        />
        <div>
          <h3>
            {title}
            {group.losesData && (
              <span className={styles['warning']}>
                <TriangleAlert size={12} aria-hidden /> loses data
              </span>
            )}
          </h3>
          <p>{group.text}</p>
          <button
            type="button"
            className={styles['more']}
            aria-expanded={open}
            onClick={() => setOpen(!open)}
          >
            <ChevronRight size={13} aria-hidden />
            {some ? `${ticked} of ${plural(group.items.length, one)}` : plural(group.items.length, one)}
          </button>
        </div>
        <strong>{formatBytes(group.size)}</strong>
      </div>
      {open && <Items group={group} selection={selection} onChange={onChange} />}
    </>
  );
}

/** There may be thousands: only those that are seen are on the page. */
function Items({ group, selection, onChange }: GroupRowProps) {
  const place = useRef<HTMLDivElement>(null);
  const rows = useVirtualizer({
    count: group.items.length,
    getScrollElement: () => place.current,
    estimateSize: () => rowHeight,
    overscan: 8,
  });
  const ids = selection.get(group.kind);
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset does not scroll
    <div
      ref={place}
      className={styles['items']}
      role="group"
      aria-label={words[group.kind].title}
      style={{ height: Math.min(7.5, group.items.length) * rowHeight }}
    >
      <div style={{ height: rows.getTotalSize() }}>
        {rows.getVirtualItems().map(({ index, start }) => {
          const item = group.items[index];
          if (!item) return undefined;
          return (
            <label key={item.id} className={styles['item']} style={{ translate: `0 ${start}px` }}>
              <input
                type="checkbox"
                checked={ids?.has(item.id) ?? false}
                onChange={() => onChange(withItem(selection, group.kind, item.id))}
              />
              <span title={plainText(item.name)}>
                {item.name}
                {item.project && <small> {item.project}</small>}
              </span>
              <span className={styles['made']}>
                {item.createdAt !== undefined && <RelativeTime time={item.createdAt} />}
              </span>
              <code>{formatBytes(item.size)}</code>
            </label>
          );
        })}
      </div>
    </div>
  );
}

const rowHeight = 28;

function Tick({
  label,
  state,
  onChange,
}: {
  label: string;
  state: 'all' | 'some' | 'none';
  onChange: () => void;
}) {
  const box = useRef<HTMLInputElement>(null);
  useEffect(() => {
    if (box.current) box.current.indeterminate = state === 'some';
  }, [state]);
  return <input ref={box} type="checkbox" aria-label={label} checked={state === 'all'} onChange={onChange} />;
}
