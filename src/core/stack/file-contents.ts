import { existsSync, readFileSync, statSync } from 'node:fs';
import { basename, posix, resolve } from 'node:path';
import type { Where } from '../../shared/index.ts';
import type { FileObject, FileReference, Service } from '../compose/index.ts';
import type { BlueprintRequest, FileContent, Place } from './blueprint.ts';
import { ComposeUnsupported, FileMissing } from './errors.ts';

/**
 * Secrets and configs of a service. A file of this machine is bound read-only, so that edits show; what has no file
 * (or wants an owner or a mode of its own, or goes to an engine elsewhere) is written into the container.
 */
export function contentsOf(
  request: BlueprintRequest,
  service: Service,
  place: Place,
): { contents: FileContent[]; binds: string[] } {
  const contents: FileContent[] = [];
  const binds: string[] = [];
  for (const kind of ['secret', 'config'] as const)
    for (const [index, reference] of (service[`${kind}s`] ?? []).entries()) {
      const where = place(`${kind}s`, index);
      const path = targetOf(kind, reference);
      const object = objectOf(request, kind, reference, where);
      const file = object.file && resolve(request.project.workingDirectory, object.file);
      if (file && bindable(request, reference, file)) {
        requireFile(file, kind, reference.source, where);
        binds.push(`${file}:${path}:ro`);
        continue;
      }
      if (service.read_only)
        throw new ComposeUnsupported(
          `The ${kind} ${reference.source} has no file to mount, and nothing can be written into a read-only container.`,
          { where, remedy: `Give the ${kind} a \`file\`, or remove read_only.` },
        );
      contents.push({
        kind,
        source: reference.source,
        path,
        content: contentOf(request, kind, reference.source, object, where),
        mode: reference.mode ?? 0o444,
        uid: Number(reference.uid ?? 0),
        gid: Number(reference.gid ?? 0),
      });
    }
  return { contents, binds };
}

function targetOf(kind: 'secret' | 'config', { source, target }: FileReference): string {
  const folder = kind === 'secret' ? '/run/secrets' : '/';
  return posix.resolve(folder, target ?? source);
}

function objectOf(
  { project }: BlueprintRequest,
  kind: 'secret' | 'config',
  { source }: FileReference,
  where: Where | undefined,
): FileObject {
  const object = project.config[`${kind}s`]?.[source];
  if (!object)
    throw new ComposeUnsupported(`There is no ${kind} ${source} in the Compose file.`, {
      where,
      remedy: `Add it under \`${kind}s:\`.`,
    });
  if (object.external)
    throw new ComposeUnsupported(
      `The ${kind} ${source} is external: it lives in a Swarm, which a local stack has not got.`,
      {
        where,
        remedy: 'Give it a `file`, an `environment` variable or (configs) a `content` in an override file.',
      },
    );
  return object;
}

function bindable({ engine }: BlueprintRequest, reference: FileReference, file: string): boolean {
  const wantsOwner = [reference.uid, reference.gid, reference.mode].some((value) => value !== undefined);
  // A folder can only be mounted.
  return (
    engine.info.local && (!wantsOwner || isFolder(file)) && !file.replace(/^[A-Za-z]:/, '').includes(':')
  );
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
}

function contentOf(
  { project }: BlueprintRequest,
  kind: 'secret' | 'config',
  source: string,
  object: FileObject,
  where: Where | undefined,
): Buffer {
  if (object.content !== undefined) return Buffer.from(object.content);
  if (object.environment !== undefined) {
    const value = (project.environment ?? process.env)[object.environment];
    if (value === undefined)
      throw new ComposeUnsupported(
        `The ${kind} ${source} comes from the environment variable ${object.environment}, which is not set.`,
        { where, remedy: `Set ${object.environment} in the shell or in .env.` },
      );
    return Buffer.from(value);
  }
  const file = resolve(project.workingDirectory, object.file ?? '');
  requireFile(file, kind, source, where);
  return readFileSync(file);
}

function requireFile(file: string, kind: string, source: string, where: Where | undefined): void {
  if (existsSync(file)) return;
  throw new FileMissing(`The file of the ${kind} ${source} is missing: ${file}.`, {
    where,
    remedy: `Create ${basename(file)}, or correct its path.`,
  });
}
