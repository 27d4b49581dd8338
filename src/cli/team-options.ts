import type { TeamOptions } from '../core/team/index.ts';
import type { Session } from './session.ts';

export async function teamOptions(session: Session): Promise<TeamOptions> {
  const { storePlace } = await import('../core/store/index.ts');
  return { home: storePlace(), environment: process.env, version: session.version };
}
