import { useQuery } from '@tanstack/react-query';
import { Button, copyText, Dialog, ErrorDetails, Skeleton, showNote } from '../../../components/index.ts';
import { core, toErrorData } from '../../../core/index.ts';
import { useStack } from '../stack-context.ts';
import styles from './dialogs.module.css';

/** The Compose file as it is after merging, interpolation and defaults; what looks like a secret is masked. */
export function ConfigDialog({ open }: { open: boolean }) {
  const { project, view, actions } = useStack();
  const config = useQuery({
    queryKey: ['stack-config', project, view.revision],
    queryFn: ({ signal }) => core.stacks.config({ project }, { signal }),
    enabled: open,
  });
  const yaml = config.data?.yaml;
  return (
    <Dialog
      open={open}
      onClose={actions.close}
      wide
      title="Configuration"
      about="The files as they are understood, in one; what looks like a secret is masked."
      actions={
        <>
          <Button
            disabled={!yaml}
            onClick={() => void copyText(yaml ?? '').then((done) => done && showNote('Configuration copied'))}
          >
            Copy
          </Button>
          <Button onClick={actions.close}>Close</Button>
        </>
      }
    >
      {config.isPending && <Skeleton lines={12} />}
      {config.error && <ErrorDetails error={toErrorData(config.error)} />}
      {yaml && (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard.
        <pre className={styles['yaml']} tabIndex={0}>
          {yaml}
        </pre>
      )}
    </Dialog>
  );
}
