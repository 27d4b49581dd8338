import { useEffect, useState } from 'react';
import { Button, RelativeTime, StaleBanner } from '../components/index.ts';
import { connection, hrefTo, useConnection, useFollowed, usePlace } from '../core/index.ts';

/** What is away, and when it is tried again; below the header, over every view. */
export function Banners() {
  const state = useConnection();
  return (
    <div>
      {state.state === 'lost' && <CoreLost since={state.since} retryAt={state.retryAt} />}
      {state.state === 'connected' && <EngineAway />}
    </div>
  );
}

function CoreLost({ since, retryAt }: { since: number; retryAt: number }) {
  const seconds = useSecondsUntil(retryAt);
  return (
    <StaleBanner
      action={
        <Button size="small" onClick={() => connection.retry()}>
          Try now
        </Button>
      }
    >
      The core went away <RelativeTime time={since} />: what you see is how it was.{' '}
      {seconds > 0 ? `Tries again in ${seconds} s.` : 'Tries again now.'}
    </StaleBanner>
  );
}

function EngineAway() {
  const engine = useFollowed('engines.follow', {});
  const { view } = usePlace();
  const status = 'value' in engine ? engine.value : undefined;
  if (status?.state !== 'away') return null;
  // The projects have a whole guide for who has none.
  if (view === 'projects' && !status.info) return null;
  return (
    <StaleBanner action={<a href={hrefTo({ view: 'doctor' })}>What is wrong?</a>}>
      {status.error.message} {status.error.remedy} It is tried again by itself.
    </StaleBanner>
  );
}

function useSecondsUntil(time: number): number {
  const [now, setNow] = useState(Date.now);
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 500);
    return () => clearInterval(timer);
  }, []);
  return Math.max(0, Math.ceil((time - now) / 1000));
}
