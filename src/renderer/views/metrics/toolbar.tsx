import { ZoomOut } from 'lucide-react';
import { Button, RelativeTime, Segmented } from '../../components/index.ts';
import { useCursor } from './cursor.ts';
import styles from './metrics-view.module.css';
import { type RangeId, ranges } from './ranges.ts';

interface ToolbarProps {
  range: RangeId;
  onRange: (range: RangeId) => void;
  services: readonly string[];
  chosen: ReadonlySet<string> | undefined;
  onToggle: (service: string) => void;
  onAll: () => void;
  hueOf: (service: string) => number;
  zoomed: boolean;
  onReset: () => void;
  /** Set when the span that is shown begins before anything was measured. */
  keptSince: number | undefined;
}

/** Which time, and which services. */
export function Toolbar(props: ToolbarProps) {
  const { range, onRange, services, chosen, onToggle, onAll, hueOf, zoomed, onReset, keptSince } = props;
  const pointAtService = useCursor((cursor) => cursor.pointAtService);
  return (
    <div className={styles['toolbar']}>
      <Segmented
        label="Range of time"
        value={range}
        options={ranges.map(({ id, title }) => ({ value: id, title }))}
        onChange={onRange}
      />
      {zoomed && (
        <Button size="small" icon={ZoomOut} onClick={onReset}>
          Whole range
        </Button>
      )}
      <fieldset className={styles['services']} aria-label="Services that are shown">
        {services.map((service) => {
          const shown = !chosen || chosen.has(service);
          return (
            <button
              key={service}
              type="button"
              className={styles['service']}
              aria-pressed={shown}
              onClick={() => onToggle(service)}
              onMouseEnter={() => shown && pointAtService(service)}
              onMouseLeave={() => pointAtService(undefined)}
            >
              <i
                className={styles['swatch']}
                style={{ background: `var(--hue-${hueOf(service)})` }}
                aria-hidden
              />
              {service}
            </button>
          );
        })}
        {chosen && (
          <Button size="small" kind="quiet" onClick={onAll}>
            All services
          </Button>
        )}
      </fieldset>
      {keptSince !== undefined && (
        <span className={styles['since']}>
          First measured <RelativeTime time={keptSince} />
        </span>
      )}
    </div>
  );
}
