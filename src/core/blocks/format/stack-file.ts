import { z } from 'zod';
import { blockReference, partName, severity, variableName } from './block-file.ts';

const value = z.union([z.string(), z.number(), z.boolean()]);

/** One block in a stack. */
export const blockUse = z.strictObject({
  block: blockReference,
  with: z.record(z.string(), z.union([value, z.array(value)])).optional(),
  /** Attaches to an instance that runs already: its URL, often `${secret:NAME}`. Nothing is started. */
  at: z.string().optional(),
  /** With `at`: it is production, so it is only read. */
  production: z.boolean().optional(),
  /** Names of `uses` → instances of this stack to share. */
  uses: z.record(partName, partName).optional(),
  /** Endpoint → port on 127.0.0.1, or false for none. Default: one that stays the same for this project. */
  publish: z.record(partName, z.union([z.int().min(1).max(65535), z.literal(false)])).optional(),
});

/** An instance whose bindings a service is given; `prefix` comes before their names. */
const bond = z.union([partName, z.strictObject({ block: partName, prefix: variableName.optional() })]);

/** How a secret is got that nobody has typed in. */
export const secretSource = z.strictObject({
  /** Its first line of standard output is the value. Runs on the developer's machine, with their trust. */
  command: z.array(z.string()).min(1).optional(),
  description: z.string().optional(),
  /** What to do when one does not have it: an address, whom to ask. */
  help: z.string().optional(),
});
export type SecretSource = z.infer<typeof secretSource>;

export const guardrailException = z.strictObject({
  code: z.string(),
  /** Service or block instance; default: the whole stack. */
  in: z.string().optional(),
  reason: z.string().min(1),
  /** The last day on which it holds: `2027-03-31`. */
  until: z.iso.date(),
});

/**
 * What `blockyard.yaml` may say beside Compose's own keys, which are merged over compose.yaml as an override file's would be.
 * `checks`, `mirror` and `environments` are described where they are built.
 */
export const stackFile = z.looseObject({
  name: z.string().optional(),
  blocks: z.record(partName, blockUse).optional(),
  /** Compose syntax, plus `bind: [INSTANCE, { block: INSTANCE, prefix: DWH_ }]`. */
  services: z.record(z.string(), z.looseObject({ bind: z.array(bond).optional() })).optional(),
  'secret-sources': z.record(variableName, secretSource).optional(),
  guardrails: z
    .strictObject({
      severities: z.record(z.string(), z.union([severity, z.literal('off')])).optional(),
      exceptions: z.array(guardrailException).optional(),
    })
    .optional(),
});
export type StackFile = z.infer<typeof stackFile>;
export { stackFileNames } from '../../compose/index.ts';
