import type { Where } from '../../shared/index.ts';
import type { VariableSource, VariableUse } from './context.ts';
import { ComposeInvalid, FileNotFound } from './errors.ts';
import type { Issues } from './issues.ts';
import { readStream, readText, UnreadableFile } from './read-text.ts';
import { readYaml, type YamlDocument } from './read-yaml.ts';

/** A variable that a file takes in by its name. */
export interface RecordedVariable extends VariableUse {
  name: string;
}

/** What all files of one load share. */
export class Session {
  readonly issues: Issues;
  readonly workingDirectory: string;
  projectName = '';
  /** What is read in place of a file. */
  draft: { file: string; text: string } | undefined;
  /** Every file that was read. */
  readonly sources = new Set<string>();
  readonly variables: RecordedVariable[] = [];
  /** Whether a file or what it takes over could not be read, so that what refers to it must not be blamed. */
  incomplete = false;
  /** Where a value took variables in, and from where: the shell's count more than `.env`'s. */
  readonly #interpolated = new Map<Where, VariableSource>();

  constructor(issues: Issues, workingDirectory: string) {
    this.issues = issues;
    this.workingDirectory = workingDirectory;
  }

  readonly recordSource = (file: string): void => {
    this.sources.add(file);
  };

  readonly recordVariable = (name: string, use: VariableUse): void => {
    this.variables.push({ name, ...use });
  };

  recordInterpolation(source: VariableSource | undefined, where: Where | undefined): void {
    if (!source || !where) return;
    if (this.#interpolated.get(where) !== 'shell') this.#interpolated.set(where, source);
  }

  /** Where the variables came from that the value at a place took in, if any. */
  interpolationAt(where: Where | undefined): VariableSource | undefined {
    return where && this.#interpolated.get(where);
  }

  /**
   * The documents of a file. Empty when it cannot be read, which is reported.
   * @param file absolute, or `-` for standard input
   * @param referrer where the file is named
   */
  async read(file: string, referrer?: Where): Promise<YamlDocument[]> {
    const text = await this.#readText(file, referrer);
    if (text === undefined) {
      this.incomplete = true;
      return [];
    }
    const errorsBefore = this.issues.errors.length;
    const documents = await readYaml(text, file, this.issues);
    if (this.issues.errors.length > errorsBefore) this.incomplete = true;
    return documents;
  }

  async #readText(file: string, referrer: Where | undefined): Promise<string | undefined> {
    try {
      if (file === this.draft?.file) return this.draft.text;
      if (file === '-') return await readStream(process.stdin);
      // Files that no file names are those of the command line.
      const text = await readText(file, referrer === undefined);
      this.recordSource(file);
      return text;
    } catch (thrown) {
      if (!(thrown instanceof UnreadableFile)) throw thrown;
      const where = referrer ?? { file };
      const message = `The file ${file === '-' ? 'on standard input' : file} ${thrown.message}.`;
      this.issues.add(
        thrown.isMissing
          ? new FileNotFound(message, { where, remedy: 'Check the path.' })
          : new ComposeInvalid(message, { where, cause: thrown.cause }),
      );
      return undefined;
    }
  }
}
