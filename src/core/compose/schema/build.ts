import { fileReferences, hosts, keyValues, textOrTexts, texts, ulimits } from './common.ts';
import { either, flag, ineffective, record, type Shape, text, textOrNumber } from './shape.ts';

/** Source: https://github.com/compose-spec/compose-spec/blob/main/build.md */
export const build: Shape = either(
  text,
  record({
    additional_contexts: keyValues,
    args: keyValues,
    cache_from: texts,
    cache_to: texts,
    context: text,
    dockerfile: text,
    dockerfile_inline: text,
    entitlements: texts,
    extra_hosts: hosts,
    isolation: text,
    labels: keyValues,
    network: text,
    no_cache: flag,
    no_cache_filter: ineffective(textOrTexts, 'is not carried out by Blockyard yet.'),
    platforms: texts,
    privileged: flag,
    /** `true`, `false` or the settings as text. */
    provenance: { kind: 'scalar', allows: ['flag'] },
    pull: flag,
    sbom: { kind: 'scalar', allows: ['flag'] },
    secrets: fileReferences,
    shm_size: textOrNumber,
    ssh: keyValues,
    tags: texts,
    target: text,
    ulimits,
  }),
);
