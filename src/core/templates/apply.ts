import { type StackFileChange, writeStackFile } from '../blocks/index.ts';
import type { SecretStore } from '../secrets/index.ts';
import type { StackPreview } from './preview.ts';

/**
 * Carries out a change that was looked at: first what goes into the secrets store, then the file.
 * @throws what is wrong with the project as it would be, and `confirmation-required` when the file changed meanwhile
 */
export async function applyChange(
  change: StackFileChange & { secrets?: readonly { name: string; value: string }[] },
  preview: Pick<StackPreview, 'problem'>,
  { folder, secrets }: { folder: string; secrets: SecretStore },
): Promise<void> {
  if (preview.problem) throw preview.problem;
  for (const { name, value } of change.secrets ?? [])
    await secrets.set({ kind: 'project', folder }, name, value);
  await writeStackFile(change);
}
