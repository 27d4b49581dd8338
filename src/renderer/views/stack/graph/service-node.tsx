import { Handle, type NodeProps, Position } from '@xyflow/react';
import { memo } from 'react';
import { plainText, StateDot, toneOfService } from '../../../components/index.ts';
import { markText } from '../guardrails/findings.ts';
import { GuardrailMark } from '../guardrails/guardrail-mark.tsx';
import { stateWords } from '../model/words.ts';
import type { ServiceFlowNode } from './flow.ts';
import styles from './service-node.module.css';

/** A service as a brick: a stud for each container, its state as colour and shape, and what it does now. */
export const ServiceNode = memo(function ServiceNode({ data, selected }: NodeProps<ServiceFlowNode>) {
  return (
    <div
      className={styles['node']}
      data-state={data.state}
      data-selected={selected}
      data-dimmed={data.dimmed}
      data-inactive={data.inactive}
      data-block={data.ofBlock}
    >
      <Handle
        type="target"
        position={Position.Left}
        isConnectable={false}
        className={styles['handle'] ?? ''}
      />
      <Handle
        type="source"
        position={Position.Right}
        isConnectable={false}
        className={styles['handle'] ?? ''}
      />
      <span className={styles['studs']} aria-hidden>
        {Array.from({ length: data.studs }, (_, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: studs are all alike.
          <i key={index} />
        ))}
      </span>
      <div className={styles['head']}>
        <StateDot tone={toneOfService(data.state)} busy={data.state === 'starting'} />
        <button
          type="button"
          className={styles['name']}
          data-service={data.id}
          tabIndex={data.focusable ? 0 : -1}
          aria-pressed={selected}
          aria-label={plainText(
            `${data.id}: ${stateWords[data.state]}. ${data.text}${data.mark ? `. It ${markText(data.mark)}` : ''}`,
          )}
          title={plainText(data.id)}
        >
          {data.id}
        </button>
        {data.mark && (
          <span className={styles['mark']} aria-hidden>
            <GuardrailMark mark={data.mark} />
          </span>
        )}
        {data.url ? (
          <a
            className={`${styles['aside']} nodrag nopan`}
            href={data.url}
            target="_blank"
            rel="noopener noreferrer"
            title={`Open ${data.url}`}
            tabIndex={data.focusable ? 0 : -1}
          >
            {data.aside || 'open'}
          </a>
        ) : (
          data.aside && <em className={styles['aside']}>{data.aside}</em>
        )}
      </div>
      <p className={styles['text']} data-urgent={data.urgent} title={plainText(data.text)}>
        {data.text}
      </p>
    </div>
  );
});
