import { z } from 'zod';

/*
 * What a `block.yaml` may say. This is the one truth of the format: the JSON Schema in resources/schemas is made from
 * it, docs/blocks.md explains it. Every text called a template may hold `${…}` with a CEL expression; what an
 * expression sees is in expression.ts.
 */

/** What things of a block are called: it becomes part of names on the engine. */
export const partName = z
  .string()
  .regex(/^[a-z][a-z0-9-]{0,40}$/, 'lower-case letters, digits and hyphens, a letter first');
export const variableName = z
  .string()
  .regex(/^[A-Za-z_][A-Za-z0-9_]*$/, 'letters, digits and underscores, no digit first');
/** `postgres@1`, `postgres@^1.2`, `team/postgres@1` (a catalogue's), `./blocks/mine` (a folder of the project's). */
export const blockReference = z.string().min(1);
const version = z.string().regex(/^\d+\.\d+\.\d+(-[0-9A-Za-z.-]+)?$/, 'a semantic version: 1.2.3');
/** Text in which `${…}` is a CEL expression, and `$$` a dollar sign. */
const template = z.string();
/** A CEL expression by itself. */
const expression = z.string().min(1);
const scalar = z.union([z.string(), z.number(), z.boolean()]);

export const parameter = z.strictObject({
  type: z.enum(['string', 'integer', 'number', 'boolean', 'array']),
  title: z.string().optional(),
  description: z.string().optional(),
  default: z.union([scalar, z.array(scalar)]).optional(),
  enum: z.array(scalar).optional(),
  /** Of an array's entries. */
  items: z
    .strictObject({
      type: z.enum(['string', 'integer', 'number']),
      enum: z.array(scalar).optional(),
      pattern: z.string().optional(),
    })
    .optional(),
  pattern: z.string().optional(),
  minLength: z.int().optional(),
  maxLength: z.int().optional(),
  minimum: z.number().optional(),
  maximum: z.number().optional(),
  minItems: z.int().optional(),
  maxItems: z.int().optional(),
  /** Never shown; in the stack file only as `${secret:NAME}`. */
  secret: z.boolean().optional(),
  /** A secret that nobody gives is made once, kept in the secrets store, and stays. */
  generate: z.strictObject({ length: z.int().min(12).max(128) }).optional(),
  /** What holds in place of the above when the expression (over other parameters) is true; the first that is. */
  cases: z
    .array(
      z.strictObject({
        when: expression,
        enum: z.array(scalar).optional(),
        default: z.union([scalar, z.array(scalar)]).optional(),
        minimum: z.number().optional(),
        maximum: z.number().optional(),
      }),
    )
    .optional(),
  /** Shown behind “more” in a form. */
  advanced: z.boolean().optional(),
});
export type Parameter = z.infer<typeof parameter>;

const timing = {
  interval: z.string().optional(),
  timeout: z.string().optional(),
  retries: z.int().optional(),
  start_period: z.string().optional(),
};
/** When a service is ready. `exec` becomes Compose's health check; http and tcp are for images without a shell. */
export const probe = z.union([
  z.strictObject({ exec: z.union([template, z.array(template)]), ...timing }),
  z.strictObject({
    http: z.strictObject({
      port: z.union([z.int(), template]),
      path: template.optional(),
      /** Default: any from 200 to 399. */
      status: z.int().optional(),
    }),
    ...timing,
  }),
  z.strictObject({ tcp: z.strictObject({ port: z.union([z.int(), template]) }), ...timing }),
]);
export type Probe = z.infer<typeof probe>;

/** Compose syntax with templates in all its texts, and these keys more. */
const serviceExtras = {
  /** Left out where it is false. */
  when: expression.optional(),
  probe: probe.optional(),
  /** Names of `uses`: their bindings are injected, and it starts when they are ready. */
  bind: z.array(partName).optional(),
};
export const blockService = z.looseObject(serviceExtras);
/** Runs to its end: consumers wait until it has succeeded. */
export const blockJob = z.looseObject({
  ...serviceExtras,
  title: z.string().optional(),
  /** Services and jobs of this block that come first: default all services. */
  after: z.array(partName).optional(),
});

export const blockFileEntry = z.strictObject({
  /** The text itself, a template. */
  content: template.optional(),
  /** Or a file of the block's folder; with `template: true` its text is one. */
  from: z.string().optional(),
  template: z.boolean().optional(),
  when: expression.optional(),
  /** Service or job → path in its containers (a template). */
  mount: z.record(partName, template),
  mode: z.union([z.int(), z.string()]).optional(),
});

/** A way in: a port of a service that others reach inside the network and the developer on 127.0.0.1. */
export const endpoint = z.strictObject({
  /** Default: `main`. */
  service: partName.optional(),
  port: z.union([z.int(), template]),
  title: z.string().optional(),
  /** Of its URL: `http`, `postgresql`. */
  scheme: z.string().optional(),
  path: template.optional(),
  /** For a browser: shown as a link. */
  open: z.boolean().optional(),
  /** Whether it is published on 127.0.0.1: default yes; a number is the port wished for. */
  publish: z.union([z.boolean(), z.int(), template]).optional(),
  protocol: z.enum(['tcp', 'udp']).optional(),
  when: expression.optional(),
});

/** A variable that consumers are given. */
export const binding = z.union([
  template,
  z.strictObject({
    value: template.optional(),
    /** Where the forms differ by more than host and port of an endpoint. */
    inside: template.optional(),
    host: template.optional(),
    secret: z.boolean().optional(),
    description: z.string().optional(),
    when: expression.optional(),
  }),
]);

export const severity = z.enum(['deny', 'warn', 'note']);

/** A guardrail that a block or a catalogue brings: what the expression finds is a violation. See docs/guardrails.md. */
export const guardrailRule = z.strictObject({
  code: z.string().regex(/^[a-z][a-z0-9-]*$/),
  severity,
  /** What it looks at, one after the other. */
  for: z.enum(['service', 'block', 'stack']),
  /** True where the rule is broken. */
  when: expression,
  message: template,
  explanation: z.string(),
  remedy: template,
});
export type GuardrailRule = z.infer<typeof guardrailRule>;

const dataCommand = z.strictObject({
  service: partName.optional(),
  command: z.array(template),
  user: z.string().optional(),
});

export const blockFile = z.strictObject({
  block: partName,
  version,
  title: z.string(),
  description: z.string(),
  /** An SVG of the block's folder. */
  icon: z.string().optional(),
  owner: z.strictObject({ name: z.string(), contact: z.string().optional() }),
  tags: z.array(z.string()).optional(),
  /** The least Blockyard that understands it. */
  requires: z.string().optional(),
  parameters: z.record(variableName, parameter).optional(),
  /** `main` is called as the instance is, any other one `INSTANCE-NAME`. */
  services: z.record(partName, blockService),
  jobs: z.record(partName, blockJob).optional(),
  files: z.record(z.string(), blockFileEntry).optional(),
  volumes: z
    .record(
      partName,
      z.strictObject({
        description: z.string().optional(),
        /** Service → path, a template: it may hang on the version. */
        mount: z.record(partName, template),
        when: expression.optional(),
      }),
    )
    .optional(),
  endpoints: z.record(partName, endpoint).optional(),
  bindings: z.record(variableName, binding).optional(),
  /** Other blocks that it needs. Each becomes an instance `INSTANCE-NAME`, unless the stack file names one to share. */
  uses: z
    .record(
      partName,
      z.strictObject({
        block: blockReference,
        with: z.record(z.string(), z.union([scalar, z.array(scalar)])).optional(),
        when: expression.optional(),
      }),
    )
    .optional(),
  /** How `at:` reaches one that runs already. */
  attach: z
    .strictObject({
      /** Schemes of a URL that is understood. */
      schemes: z.array(z.string()),
      /** Which parameters the parts of the URL become; host and port are those of endpoint `main`. */
      user: variableName.optional(),
      password: variableName.optional(),
      path: variableName.optional(),
      query: variableName.optional(),
      /** Bindings in place of the others when it is production, so that it is only read. */
      readOnly: z.record(variableName, template).optional(),
    })
    .optional(),
  guardrails: z.array(guardrailRule).optional(),
  /** What a change of the block's version, or of a parameter, means for whoever uses it. */
  upgrades: z
    .array(
      z.strictObject({
        /** The first version of the block that this is about… */
        to: version.optional(),
        /** …or a parameter that changes from one value to another. */
        parameter: variableName.optional(),
        from: z.array(scalar).optional(),
        into: z.array(scalar).optional(),
        notes: z.string(),
        data: z.enum(['kept', 'migrates', 'dump-and-load', 'lost']),
        steps: z.array(z.string()).optional(),
      }),
    )
    .optional(),
  /** `dump` writes all data to its standard output, `load` reads the same from its standard input. */
  data: z.strictObject({ dump: dataCommand, load: dataCommand, extension: z.string() }).optional(),
  production: z
    .array(
      z.strictObject({
        /** Pulumi's type: `aws:rds/instance:Instance`. */
        component: z.string(),
        /** Its property → a template over the parameters. */
        properties: z.record(z.string(), template).optional(),
        /** Binding → a template over `output`. */
        outputs: z.record(variableName, template).optional(),
      }),
    )
    .optional(),
  licence: z.strictObject({ name: z.string(), notes: z.string().optional() }),
  provenance: z.strictObject({ publisher: z.string(), notes: z.string().optional() }),
});
export type BlockFile = z.infer<typeof blockFile>;
