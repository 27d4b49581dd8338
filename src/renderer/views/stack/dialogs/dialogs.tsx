import { useRef } from 'react';
import type { Dialog } from '../actions/use-stack-actions.ts';
import { GuardrailsDialog } from '../guardrails/guardrails-dialog.tsx';
import { useStack } from '../stack-context.ts';
import { ConfigDialog } from './config-dialog.tsx';
import { DownDialog } from './down-dialog.tsx';
import { PlanDialog } from './plan-dialog.tsx';
import { TrustDialog } from './trust-dialog.tsx';

/** The dialog that is open; what it showed stays until it has faded. */
export function Dialogs() {
  const { dialog } = useStack().actions;
  const last = useRef<{ dialog: Dialog; count: number }>(undefined);
  if (dialog && dialog !== last.current?.dialog)
    last.current = { dialog, count: (last.current?.count ?? 0) + 1 };
  if (!last.current) return null;
  const { dialog: shown, count } = last.current;
  const open = dialog !== undefined;
  switch (shown.kind) {
    case 'plan':
      return <PlanDialog key={count} request={shown.request} open={open} />;
    case 'trust':
      return <TrustDialog key={count} goOn={shown.goOn} open={open} />;
    case 'guardrails':
      return <GuardrailsDialog key={count} stopped={shown.stopped} except={shown.except} open={open} />;
    case 'down':
      return <DownDialog key={count} open={open} />;
    case 'config':
      return <ConfigDialog key={count} open={open} />;
  }
}
