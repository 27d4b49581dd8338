import { Compass } from 'lucide-react';
import { EmptyState } from '../components/index.ts';
import { hrefTo } from '../core/index.ts';

export function NothingHere() {
  return (
    <EmptyState
      icon={Compass}
      text="There is nothing at this address."
      action={<a href={hrefTo({ view: 'projects' })}>Go to the projects</a>}
    />
  );
}
