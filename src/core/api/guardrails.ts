import { os } from './implement.ts';
import { notBuilt } from './not-built.ts';

export const guardrails = {
  follow: os.guardrails.follow.handler(notBuilt),
  fix: os.guardrails.fix.handler(notBuilt),
  except: os.guardrails.except.handler(notBuilt),
};
