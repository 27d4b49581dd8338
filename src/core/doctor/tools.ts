import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { Finding } from './finding.ts';

const oldest = [22, 13] as const;

export function checkNode(version = process.versions.node): Finding {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const ok = major > oldest[0] || (major === oldest[0] && minor >= oldest[1]);
  return ok
    ? { level: 'ok', topic: 'node', what: `Node ${version}.` }
    : {
        level: 'error',
        topic: 'node',
        what: `Node ${version} is too old.`,
        remedy: `Install Node ${oldest.join('.')} or later: https://nodejs.org.`,
      };
}

export async function checkGit(): Promise<Finding> {
  try {
    const { stdout } = await promisify(execFile)('git', ['--version']);
    return { level: 'ok', topic: 'git', what: `${stdout.trim()}.` };
  } catch {
    return {
      level: 'warning',
      topic: 'git',
      what: 'git is not on the PATH.',
      remedy: 'Install git: remote build contexts and includes, and checks before a push need it.',
    };
  }
}
