import {
  type KeyboardEvent,
  type MouseEvent,
  type ReactNode,
  type RefObject,
  useEffect,
  useImperativeHandle,
  useLayoutEffect,
  useReducer,
  useRef,
  useState,
} from 'react';
import { flushSync } from 'react-dom';
import styles from './log-list.module.css';
import type { LogModel } from './log-model.ts';
import { RowKeys } from './row-keys.ts';
import {
  type Extent,
  endOf,
  type Place,
  placeAt,
  rowsAround,
  scrollHeight,
  scrollTopAt,
} from './scroll-place.ts';

export const rowHeight = 20;
/** Drawn beyond what is seen. They move with what is drawn, never by themselves, so that none is needed for scrolling. */
const spareRows = 2;
/** So long after the bar was moved last, rows hear of the pointer again. */
const restMilliseconds = 120;

export interface LogListHandle {
  /** Brings a line into view: to the middle when it was out of it. */
  reveal(number: number): void;
  focus(): void;
}

interface LogListProps {
  model: LogModel;
  wrap: boolean;
  /** Stays at the end as lines come. */
  following: boolean;
  onFollowing: (following: boolean) => void;
  renderLine: (number: number, before: number | undefined, key: number) => ReactNode;
  onPress: (number: number, extend: boolean) => void;
  /** Said of the line that is pointed at. */
  titleOf: (number: number) => string;
  handle: RefObject<LogListHandle | null>;
}

/** Rows of a list of any length: only those that are seen exist. */
export function LogList(props: LogListProps) {
  const { model, wrap, following, onFollowing: tell, renderLine, onPress, titleOf, handle } = props;
  const scroller = useRef<HTMLDivElement>(null);
  const layer = useRef<HTMLDivElement>(null);
  const block = useRef<HTMLDivElement>(null);
  const height = useHeight(scroller);
  // At once: lines that come in the same frame would be drawn at the end, where nobody wants to be any more.
  const onFollowing = (next: boolean) => {
    if (next !== following) flushSync(() => tell(next));
  };
  const [, draw] = useReducer((count: number) => count + 1, 0);
  const extent: Extent = { rows: model.rows.length, rowHeight, height, wrap };
  /** By line, not by row: rows move when older lines are dropped or others are shown. */
  const held = useRef<{ number: number; part: number; y: number }>({ number: 0, part: 0, y: 0 });
  /** What the bar was last set to by us, and the height of the box then. */
  const set = useRef(0);
  const drawnTall = useRef(0);
  /** Somebody moved down, which at the end means to follow. */
  const movedDown = useRef(false);
  /** Where the drawn rows end, in pixels below the viewport's top, when the last of all is among them. */
  const bottom = useRef(Number.POSITIVE_INFINITY);

  const placeNow = (): Place => {
    if (following) return endOf(extent);
    const { number, part, y } = held.current;
    const row = model.rows.rowOf(number) + part;
    if (wrap) return { row: Math.min(extent.rows, row), y };
    // There may be fewer rows now: the last ones end at the bottom.
    const top = Math.min(row - y / rowHeight, extent.rows - height / rowHeight);
    return { row: Math.max(0, top), y: 0 };
  };
  const hold = (place: Place) => {
    const row = Math.floor(place.row);
    const number = model.rows.numberAt(row) ?? model.store.end;
    held.current = { number, part: place.row - row, y: place.y };
  };
  const place = placeNow();
  const drawn = held.current;
  const [first, end] = rowsAround(place, extent, spareRows);

  // Before it is painted: the block of rows is put where the place says, and the bar where it belongs.
  useLayoutEffect(() => {
    if (!block.current || !scroller.current) return;
    // Something else was revealed since this was drawn: that is drawn next, and what is held stays.
    if (held.current !== drawn) return;
    const y = wrap
      ? measuredTop(block.current, place, [first, end], extent)
      : place.y - (place.row - first) * rowHeight;
    block.current.style.transform = `translateY(${Math.round(y)}px)`;
    bottom.current = end === extent.rows ? y + block.current.offsetHeight : Number.POSITIVE_INFINITY;
    if (movedDown.current && bottom.current <= height + 1) tell(true);
    movedDown.current = false;
    hold(wrap ? middleOf(block.current, y, first, extent) : placeAbove(place.row, place.y));
    const tall = scrollHeight(extent);
    const shrank = tall < drawnTall.current;
    drawnTall.current = tall;
    // Moved since, and not by a box that became shorter: the event that tells of it is on its way.
    if (!shrank && Math.abs(scroller.current.scrollTop - set.current) > 1) return;
    const top = scrollTopAt(placeNow(), extent);
    if (Math.abs(scroller.current.scrollTop - top) > 1) scroller.current.scrollTop = top;
    set.current = scroller.current.scrollTop;
  });

  // While rows rush by under the pointer, nothing is gained by looking which one it is over.
  const resting = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(resting.current), []);
  const rest = () => {
    block.current?.setAttribute('data-moving', '');
    clearTimeout(resting.current);
    resting.current = setTimeout(() => block.current?.removeAttribute('data-moving'), restMilliseconds);
  };

  const moveBy = (pixels: number) => {
    if (following && pixels > 0) return;
    const { row, y } = placeNow();
    movedDown.current = pixels > 0;
    hold(wrap ? { row: Math.min(row, extent.rows - 0.001), y: y - pixels } : placeAbove(row, y - pixels));
    onFollowing(false);
    draw();
  };

  const onScroll = () => {
    const top = scroller.current?.scrollTop ?? 0;
    if (Math.abs(top - set.current) < 1) return;
    set.current = top;
    rest();
    const atEnd = top >= scrollHeight(extent) - height - 1;
    hold(placeAt(top, extent));
    if (atEnd !== following) onFollowing(atEnd);
    draw();
  };

  // Rows of many lines: a wheel moves by pixels, whereas the bar moves by rows.
  useEffect(() => {
    const element = scroller.current;
    if (!element || !wrap) return;
    const onWheel = (event: WheelEvent) => {
      if (event.ctrlKey || event.deltaY === 0) return;
      event.preventDefault();
      moveBy(event.deltaMode === WheelEvent.DOM_DELTA_LINE ? event.deltaY * rowHeight : event.deltaY);
    };
    element.addEventListener('wheel', onWheel, { passive: false });
    return () => element.removeEventListener('wheel', onWheel);
  });

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const page = Math.max(rowHeight, height - 2 * rowHeight);
    if (event.key === 'PageDown' || (event.key === ' ' && !event.shiftKey)) moveBy(page);
    else if (event.key === 'PageUp' || event.key === ' ') moveBy(-page);
    else if (event.key === 'ArrowDown') moveBy(rowHeight);
    else if (event.key === 'ArrowUp') moveBy(-rowHeight);
    else if (event.key === 'End') onFollowing(true);
    else if (event.key === 'Home') {
      hold({ row: 0, y: 0 });
      onFollowing(false);
      draw();
    } else return;
    event.preventDefault();
  };

  useImperativeHandle(handle, () => ({
    reveal: (number) => {
      const row = model.rows.rowOf(number);
      const top = place.row - place.y / rowHeight;
      const isSeen = !wrap && row >= top && row + 1 <= top + height / rowHeight;
      onFollowing(false);
      if (isSeen) hold(place);
      else if (wrap) hold({ row, y: height / 3 });
      else hold({ row: Math.max(0, row - height / rowHeight / 3), y: 0 });
      draw();
    },
    focus: () => layer.current?.focus(),
  }));

  const numbers: number[] = [];
  for (let row = first; row < end; row++) numbers.push(model.rows.numberAt(row) ?? -1);
  const rowKeys = useRef(new RowKeys());
  const keys = rowKeys.current.of(numbers);
  const rows = numbers.map((number, index) =>
    renderLine(number, numbers[index - 1] ?? model.rows.numberAt(first - 1), keys[index] ?? index),
  );

  /** The element of the row that was pointed at, and its line. */
  const pointedAt = ({ target }: MouseEvent): { row: HTMLElement; number: number } | undefined => {
    const children = [...(block.current?.children ?? [])] as HTMLElement[];
    const index = children.findIndex((row) => row.contains(target as Node));
    const [row, number] = [children[index], numbers[index]];
    return row && number !== undefined ? { row, number } : undefined;
  };
  const onClick = (event: MouseEvent) => {
    const pointed = pointedAt(event);
    // Pressed, not dragged over: whoever selects text wants that.
    if (pointed && (event.shiftKey || (getSelection()?.isCollapsed ?? true)))
      onPress(pointed.number, event.shiftKey);
  };
  // With shift lines are selected, not text.
  const onMouseDown = (event: MouseEvent) => {
    if (event.shiftKey) event.preventDefault();
  };
  const onPointerOver = (event: MouseEvent) => {
    const pointed = pointedAt(event);
    const head = pointed?.row.firstElementChild as HTMLElement | null | undefined;
    if (pointed && head?.contains(event.target as Node)) head.title = titleOf(pointed.number);
  };
  return (
    <div
      ref={scroller}
      className={styles['scroller']}
      role="log"
      aria-live="off"
      aria-label="Log lines"
      tabIndex={-1}
      onScroll={onScroll}
      onKeyDown={onKeyDown}
      data-wrap={wrap || undefined}
    >
      <div className={styles['extent']} style={{ height: Math.max(scrollHeight(extent), height) }}>
        {/* biome-ignore lint/a11y/useSemanticElements: a fieldset is of a form */}
        <div
          ref={layer}
          className={styles['layer']}
          role="group"
          aria-label="Lines"
          // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls sideways, by the browser's own keys
          tabIndex={0}
          style={{ height }}
          onScroll={({ currentTarget }) =>
            currentTarget.toggleAttribute('data-sideways', currentTarget.scrollLeft > 0)
          }
        >
          <div className={styles['clip']}>
            {/* biome-ignore lint/a11y/noStaticElementInteractions: keys do the same by j and k */}
            {/* biome-ignore lint/a11y/useKeyWithClickEvents: as above */}
            <div
              ref={block}
              className={styles['block']}
              onClick={onClick}
              onMouseDown={onMouseDown}
              onPointerOver={onPointerOver}
            >
              {rows}
            </div>
          </div>
        </div>
      </div>
    </div>
  );
}

function useHeight(element: RefObject<HTMLElement | null>): number {
  const [height, setHeight] = useState(0);
  // Measured before the first paint, so that it is not of an empty list.
  useLayoutEffect(() => {
    if (!element.current) return;
    setHeight(element.current.clientHeight);
    const observer = new ResizeObserver(([entry]) => setHeight(Math.floor(entry?.contentRect.height ?? 0)));
    observer.observe(element.current);
    return () => observer.disconnect();
  }, [element]);
  return height;
}

/** The same, said by the row at the top. */
function placeAbove(row: number, y: number): Place {
  return { row: Math.max(0, row - y / rowHeight), y: 0 };
}

/** Where the block begins so that the place is right, by the heights that its rows have. */
function measuredTop(
  block: HTMLElement,
  place: Place,
  [first, end]: [number, number],
  extent: Extent,
): number {
  const anchor = block.children[Math.floor(place.row) - first] as HTMLElement | undefined;
  const part = place.row - Math.floor(place.row);
  const inside = anchor ? anchor.offsetTop + part * anchor.offsetHeight : block.offsetHeight;
  let top = place.y - inside;
  if (end === extent.rows) top = Math.max(top, extent.height - block.offsetHeight);
  if (first === 0) top = Math.min(top, 0);
  return top;
}

/** The place by what stands in the middle of the viewport. */
function middleOf(block: HTMLElement, top: number, first: number, { height }: Extent): Place {
  const y = height / 2;
  for (const [index, child] of [...block.children].entries()) {
    const { offsetTop, offsetHeight } = child as HTMLElement;
    if (top + offsetTop + offsetHeight <= y) continue;
    const part = Math.max(0, (y - top - offsetTop) / Math.max(1, offsetHeight));
    return { row: first + index + Math.min(part, 0.999), y: part === 0 ? top + offsetTop : y };
  }
  return { row: first + block.children.length, y: top + block.offsetHeight };
}
