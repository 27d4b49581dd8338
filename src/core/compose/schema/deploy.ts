import { deviceRequest, keyValues, texts } from './common.ts';
import {
  between,
  either,
  ineffective,
  integer,
  list,
  nothing,
  number,
  record,
  type Shape,
  text,
  textOrNumber,
  word,
} from './shape.ts';

const swarmOnly = 'has no effect here: only Swarm reads it.';

const rollout = record({
  parallelism: integer,
  delay: text,
  failure_action: text,
  monitor: text,
  max_failure_ratio: number,
  order: word('start-first', 'stop-first'),
});

const deviceRequests = list(record(deviceRequest, ['capabilities']));

/** Source: https://github.com/compose-spec/compose-spec/blob/main/deploy.md */
export const deploy: Shape = either(
  record({
    endpoint_mode: ineffective(text, swarmOnly),
    labels: keyValues,
    mode: text,
    placement: ineffective(
      record({
        constraints: texts,
        preferences: list(record({ spread: text })),
        max_replicas_per_node: integer,
      }),
      swarmOnly,
    ),
    replicas: between(0),
    resources: record({
      limits: record({
        cpus: textOrNumber,
        memory: textOrNumber,
        pids: integer,
        devices: deviceRequests,
      }),
      reservations: record({
        cpus: textOrNumber,
        memory: textOrNumber,
        devices: deviceRequests,
        generic_resources: ineffective(
          list(record({ discrete_resource_spec: record({ kind: text, value: number }) })),
          swarmOnly,
        ),
      }),
    }),
    restart_policy: record({
      condition: word('none', 'on-failure', 'any'),
      delay: text,
      max_attempts: integer,
      window: text,
    }),
    rollback_config: ineffective(rollout, swarmOnly),
    update_config: ineffective(rollout, swarmOnly),
  }),
  nothing,
);
