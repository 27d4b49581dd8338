import { either, flag, integer, list, map, record, scalar, text, textOrNumber } from './shape.ts';

/** Names of services and of top-level resources. */
export const nameKeys = /^(?!__proto__$)[a-zA-Z0-9._-]+$/;

export const texts = list(text);
export const textOrTexts = either(text, texts);
/** `KEY=value` entries, or a mapping. */
export const keyValues = either(list(text), map(scalar));
export const options = map(textOrNumber);
export const command = either(text, texts, { kind: 'nothing' });
export const hosts = either(texts, map(textOrTexts));
export const ulimits = map(
  either({ ...integer }, record({ soft: integer, hard: integer }, ['soft', 'hard'])),
);
export const fileReferences = list(
  either(
    text,
    record({ source: text, target: text, uid: textOrNumber, gid: textOrNumber, mode: textOrNumber }, [
      'source',
    ]),
  ),
);

export const deviceRequest = {
  capabilities: texts,
  driver: text,
  /** A number or `all`. */
  count: textOrNumber,
  device_ids: texts,
  options: keyValues,
};

export const hook = {
  command,
  user: text,
  privileged: flag,
  working_dir: text,
  environment: keyValues,
};
