import { createContext, useContext } from 'react';
import type { StackView } from '../../../shared/contract/index.ts';
import type { Plan } from '../../../shared/index.ts';
import type { StackActions } from './actions/use-stack-actions.ts';

/** What every part of the view knows. */
export interface StackInView {
  /** The project's id. */
  project: string;
  view: StackView;
  actions: StackActions;
  /** What an Up would do, once that is known. */
  plan: Plan | undefined;
  select: (service: string | undefined) => void;
}

export const StackContext = createContext<StackInView | undefined>(undefined);

export function useStack(): StackInView {
  const stack = useContext(StackContext);
  if (!stack) throw new Error('This part belongs inside the stack view.');
  return stack;
}
