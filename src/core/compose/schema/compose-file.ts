import { keyValues, nameKeys, options, textOrTexts, texts } from './common.ts';
import { service } from './service.ts';
import {
  anything,
  closedRecord,
  dropped,
  either,
  flag,
  ineffective,
  integer,
  list,
  map,
  nothing,
  record,
  type Shape,
  text,
} from './shape.ts';

const swarmOnly = 'has no effect here: only Swarm reads it.';

/** `true`, or the old form with a name. */
const external = either(flag, record({ name: text }));

/** Source: https://github.com/compose-spec/compose-spec/blob/main/06-networks.md */
const network = record({
  attachable: flag,
  driver: text,
  driver_opts: options,
  enable_ipv4: flag,
  enable_ipv6: flag,
  external,
  internal: flag,
  ipam: record({
    driver: text,
    config: list(record({ subnet: text, ip_range: text, gateway: text, aux_addresses: map(text) })),
    options: map(text),
  }),
  labels: keyValues,
  name: text,
});

/** Source: https://github.com/compose-spec/compose-spec/blob/main/07-volumes.md */
const volume = record({ driver: text, driver_opts: options, external, labels: keyValues, name: text });

/** Source: https://github.com/compose-spec/compose-spec/blob/main/08-configs.md */
const config = record({
  content: text,
  environment: text,
  external,
  file: text,
  labels: keyValues,
  name: text,
  template_driver: ineffective(text, swarmOnly),
});

/** Source: https://github.com/compose-spec/compose-spec/blob/main/09-secrets.md */
const secret = record({
  driver: ineffective(text, swarmOnly),
  driver_opts: ineffective(options, swarmOnly),
  environment: text,
  external,
  file: text,
  labels: keyValues,
  name: text,
  template_driver: ineffective(text, swarmOnly),
});

/** Source: https://github.com/compose-spec/compose-spec/blob/main/05-services.md#models */
const model = record({ context_size: integer, model: text, name: text, runtime_flags: texts });

const include = list(
  either(text, closedRecord({ path: textOrTexts, env_file: textOrTexts, project_directory: text }, ['path'])),
);

/** A whole Compose file: the specification as it stands in 2026. */
export const composeFile: Shape = record({
  configs: map(config, nameKeys),
  include: either(include, nothing),
  jobs: dropped(anything, 'are not run by Blockyard yet.'),
  models: map(model, nameKeys),
  name: text,
  networks: map(either(network, nothing), nameKeys),
  secrets: map(secret, nameKeys),
  services: map(service, nameKeys),
  version: dropped({ kind: 'scalar', allows: [] }, 'is obsolete and has no effect.', 'Remove it.'),
  volumes: map(either(volume, nothing), nameKeys),
});
