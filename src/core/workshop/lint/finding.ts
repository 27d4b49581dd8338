import type { Where } from '../../../shared/index.ts';
import type { BlockFile, PlacedBlock } from '../../blocks/index.ts';
import type { Severity } from '../../guardrails/index.ts';

/** What is wrong with a block before anybody uses it. `deny` makes it unusable, `warn` bites later, `note` is advice. */
export interface LintFinding {
  code: string;
  severity: Severity;
  message: string;
  remedy?: string;
  where?: Where;
}

export type Path = readonly (string | number)[];

/** Rules look at a block and tell what they find by it. */
export class Inspection {
  readonly block: PlacedBlock;
  readonly findings: LintFinding[] = [];

  constructor(block: PlacedBlock) {
    this.block = block;
  }

  get definition(): BlockFile {
    return this.block.definition;
  }

  /** Tells what is wrong with the value at a path; with `text`, where that stands in it. */
  tell(finding: Omit<LintFinding, 'where'>, path: Path, text?: string): void {
    const { places } = this.block;
    const where = text === undefined ? places.where(path) : places.whereText(path, text);
    this.findings.push({ ...finding, where });
  }

  /** Tells what is wrong in a file that the block brings. */
  tellIn(finding: Omit<LintFinding, 'where'>, file: string, text: string, fragment: string): void {
    const before = text.slice(0, Math.max(text.indexOf(fragment), 0)).split('\n');
    const where = { file, line: before.length, column: (before.at(-1)?.length ?? 0) + 1 };
    this.findings.push({ ...finding, where });
  }

  /** Tells what is wrong with a key. */
  tellKey(finding: Omit<LintFinding, 'where'>, path: Path): void {
    this.findings.push({ ...finding, where: this.block.places.whereKey(path) });
  }

  /** Services and jobs: what files, volumes and commands may name. */
  parts(): { section: 'services' | 'jobs'; name: string; part: BlockFile['services'][string] }[] {
    const { services, jobs = {} } = this.definition;
    return [
      ...Object.entries(services).map(([name, part]) => ({ section: 'services' as const, name, part })),
      ...Object.entries(jobs).map(([name, part]) => ({ section: 'jobs' as const, name, part })),
    ];
  }
}
