import { flag, integer, list, object, text, texts } from './shape.ts';

const pool = object({ subnet: text, gateway: text, ip_range: text, aux_addresses: texts });

export const networkShape = object(
  {
    name: text,
    driver: text,
    driver_opts: texts,
    ipam: object({ driver: text, config: list(pool), options: texts }),
    external: flag,
    internal: flag,
    attachable: flag,
    labels: texts,
    enable_ipv4: flag,
    enable_ipv6: flag,
  },
  { kept: ['enable_ipv4', 'enable_ipv6'], always: { ipam: {} } },
);

export const volumeShape = object({
  name: text,
  driver: text,
  driver_opts: texts,
  external: flag,
  labels: texts,
});

const fileObject = {
  name: text,
  file: text,
  environment: text,
  external: flag,
  labels: texts,
  driver: text,
  driver_opts: texts,
  template_driver: text,
};
export const secretShape = object(fileObject);
/** An empty `content` is an empty file, not none. */
export const configShape = object({ ...fileObject, content: text }, { kept: ['content'] });

/** A language model (models section of the specification). */
export const modelShape = object({
  name: text,
  model: text,
  context_size: integer,
  runtime_flags: list(text),
});
