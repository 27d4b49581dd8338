import { didYouMean } from '../../core/compose/index.ts';
import { BlockyardError } from '../../shared/index.ts';

export class SecretUnknown extends BlockyardError {
  constructor(name: string, known: readonly string[], remedy?: string) {
    super('not-found', `There is no secret ${name}.`, {
      remedy: remedy ?? didYouMean(name, known) ?? 'See `blockyard secrets`.',
    });
  }
}

export class GeneratedNeeded extends BlockyardError {
  constructor(name: string) {
    super(
      'confirmation-required',
      `${name} was generated. Data that was made with it stays locked with it: the next one will not open it.`,
      { remedy: 'Agree with --yes. `blockyard down --volumes` removes the data, if you can do without it.' },
    );
  }
}
