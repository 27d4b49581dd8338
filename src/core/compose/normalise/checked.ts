import type { ComposeConfig, Service } from '../model.ts';
import type { Place } from '../place.ts';

/** The service as it is checked, with the ways to its values' places. */
export interface Checked {
  service: Service;
  config: ComposeConfig;
  isActive(name: string): boolean;
  /** The place of a value of the service, or the nearest above it. */
  at(...path: (string | number)[]): Place;
}
