import type { ServiceView } from '../../../../shared/contract/index.ts';
import { Duration } from '../../../components/index.ts';
import { whyOf } from '../model/needs.ts';
import { listed } from '../model/words.ts';
import styles from './inspector.module.css';

interface WhyBoxProps {
  service: ServiceView;
  /** What the health check said last, when the container tells. */
  lastProbe?: string | undefined;
}

/** Why a service is not as it should be: on what it waits and for how long, or what it died of. */
export function WhyBox({ service, lastProbe }: WhyBoxProps) {
  const why = whyOf(service);
  if (!why) return null;
  const detail = why.detail ?? lastProbe;
  return (
    <div className={styles['why']} data-tone={why.tone}>
      <p>
        {why.on.length > 0 ? (
          <>
            Waits for <b>{listed(why.on)}</b>
          </>
        ) : (
          why.text
        )}
        {why.since !== undefined && (
          <>
            , <Duration since={why.since} /> so far
          </>
        )}
      </p>
      {detail && <code>{detail}</code>}
    </div>
  );
}
