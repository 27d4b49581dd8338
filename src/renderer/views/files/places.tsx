import { Box, Database } from 'lucide-react';
import type { FilePlace } from '../../../shared/contract/index.ts';
import { plainText, StateDot } from '../../components/index.ts';
import styles from './places.module.css';
import { keyOf } from './use-files.ts';

type PlaceOfStack = FilePlace & {
  service?: string | undefined;
  running: boolean;
  title: string;
  text: string;
};

interface PlacesProps {
  places: readonly PlaceOfStack[];
  chosen: PlaceOfStack | undefined;
  onChoose: (place: FilePlace) => void;
}

/** What there is to look into. */
export function Places({ places, chosen, onChoose }: PlacesProps) {
  const parts = [
    { title: 'Containers', icon: Box, places: places.filter(({ kind }) => kind === 'container') },
    { title: 'Volumes', icon: Database, places: places.filter(({ kind }) => kind === 'volume') },
  ];
  return (
    <nav className={styles['places']} aria-label="Containers and volumes">
      {parts.map(
        ({ title, icon: Icon, places: its }) =>
          its.length > 0 && (
            <section key={title}>
              <h2>{title}</h2>
              <ul>
                {its.map((place) => (
                  <li key={keyOf(place)}>
                    <button
                      type="button"
                      aria-current={place === chosen}
                      title={`${place.name}, ${place.text}`}
                      onClick={() => onChoose(place)}
                    >
                      <Icon size={14} aria-hidden />
                      <span>
                        <b>{plainText(place.title)}</b>
                        <small>{plainText(place.text)}</small>
                      </span>
                      {place.kind === 'container' && (
                        <StateDot
                          tone={place.running ? 'ok' : 'idle'}
                          label={place.running ? 'running' : 'stopped'}
                        />
                      )}
                    </button>
                  </li>
                ))}
              </ul>
            </section>
          ),
      )}
    </nav>
  );
}
