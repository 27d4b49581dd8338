import { rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Edit, StackFileChange, StackProject, YamlValue } from '../blocks/index.ts';
import { ExceptionInvalid, FindingGone, StackFileNotRead } from './errors.ts';
import { dateOf } from './facts-of.ts';
import type { Finding } from './finding.ts';
import type { StackEdit } from './fix.ts';

/** How long an exception holds when nobody says otherwise. */
const usualDays = 30;

/** What the fixes of findings make of blockyard.yaml; nothing is written. */
export async function planFixes(
  project: StackProject,
  findings: readonly Finding[],
): Promise<StackFileChange> {
  return await change(
    project,
    findings.flatMap(({ edits = [] }) => edits.map((edit) => toEdit(edit, project))),
  );
}

export interface ExceptionWish {
  reason: string;
  /** `2027-03-31`, the last day; default: 30 days from now. */
  until?: string | undefined;
}

/**
 * What an exception for a finding makes of blockyard.yaml; nothing is written.
 * @throws {ExceptionInvalid}
 */
export async function planException(
  project: StackProject,
  finding: (Pick<Finding, 'code' | 'service' | 'block'> & { source?: string }) | undefined,
  { reason, until = inDays(usualDays) }: ExceptionWish,
): Promise<StackFileChange> {
  if (!finding) throw new FindingGone();
  if (finding.source === 'guardrails')
    throw new ExceptionInvalid(
      `Nothing is excepted from ${finding.code}: it is about the guardrails themselves.`,
      'Change what it names in blockyard.yaml.',
    );
  const why = reason.trim().replace(/\s+/g, ' ');
  if (why === '')
    throw new ExceptionInvalid(
      'An exception needs a reason.',
      'Say why it is right here, for whoever reads it later.',
    );
  if (!isDate(until)) throw new ExceptionInvalid(`${until} is no date.`, `Write it as ${inDays(usualDays)}.`);
  if (until < inDays(0))
    throw new ExceptionInvalid(`${until} is over: the exception would not hold.`, 'Choose a day to come.');
  const { addException } = await import('../blocks/index.ts');
  const about = finding.service ?? finding.block;
  const exception = {
    code: finding.code,
    ...(about !== undefined && { in: about }),
    reason: why,
    until,
  };
  const before = project.stackFile?.content.guardrails?.exceptions ?? [];
  const index = before.findIndex((it) => it.code === exception.code && it.in === about);
  // One for the same is made anew where it stands.
  return await change(project, [
    index < 0
      ? addException(exception)
      : { kind: 'set', path: ['guardrails', 'exceptions', index], value: exception },
  ]);
}

/** The date so many days from now. */
export function inDays(days: number, now = new Date()): string {
  const then = new Date(now);
  then.setDate(then.getDate() + days);
  return dateOf(then);
}

function isDate(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const time = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(time.getTime()) && time.toISOString().startsWith(text);
}

/**
 * Writes a change, when the project loads with it; else everything is as before.
 * @throws what `load` throws then; {StackFileNotRead | StackFileChanged}
 */
export async function applyChange(
  planned: StackFileChange,
  load: () => Promise<StackProject>,
): Promise<StackProject> {
  const { writeStackFile } = await import('../blocks/index.ts');
  await writeStackFile(planned);
  try {
    const project = await load();
    if (!project.stackFile) throw new StackFileNotRead(planned.file);
    return project;
  } catch (thrown) {
    const { file, before, after } = planned;
    if (before === undefined) await rm(file, { force: true });
    else await writeStackFile({ file, before: after, after: before });
    throw thrown;
  }
}

async function change(project: StackProject, edits: readonly Edit[]): Promise<StackFileChange> {
  const { changeStackFile } = await import('../blocks/index.ts');
  const folder = project.stackFile ? dirname(project.stackFile.path) : project.workingDirectory;
  return await changeStackFile(folder, edits);
}

/** What stands in the stack file itself is changed there; what lower files say is overridden. */
function toEdit(edit: StackEdit, { stackFile, where }: StackProject): Edit {
  const isOwn = stackFile !== undefined && where(edit.path)?.file === stackFile.path;
  const { path } = edit;
  switch (edit.kind) {
    case 'set':
    case 'append':
      return { kind: edit.kind, path, value: edit.value as YamlValue };
    case 'replace':
      return { kind: 'set', path, value: edit.value as YamlValue, ...(!isOwn && { tag: '!override' }) };
    case 'reset':
      return isOwn ? { kind: 'delete', path } : { kind: 'set', path, value: null, tag: '!reset' };
  }
}
