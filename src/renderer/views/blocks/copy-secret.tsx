import { Check, KeyRound } from 'lucide-react';
import { useEffect, useState } from 'react';
import { copyText, IconButton } from '../../components/index.ts';
import { useAction, useCore } from '../../core/index.ts';
import type { Form } from './form.ts';

interface CopySecretProps {
  project: string;
  instance: string;
  binding: string;
  form: Form;
}

/** Fetches the value when it is asked for, and hands it to the clipboard and to nothing else. */
export function CopySecret({ binding, ...of }: CopySecretProps) {
  const core = useCore();
  const [copied, setCopied] = useState(false);
  const copy = useAction(
    async () => setCopied(await copyText((await core.blocks.reveal({ ...of, binding })).value)),
    { failure: `Could not copy ${binding}` },
  );
  useEffect(() => {
    if (!copied) return;
    const timer = setTimeout(() => setCopied(false), 1_500);
    return () => clearTimeout(timer);
  }, [copied]);
  return (
    <>
      <IconButton
        icon={copied ? Check : KeyRound}
        label={`Copy the secret value of ${binding}`}
        size="small"
        pending={copy.pending}
        onClick={() => void copy.run()}
      />
      <span className="visually-hidden" role="status">
        {copied ? 'Copied' : ''}
      </span>
    </>
  );
}
