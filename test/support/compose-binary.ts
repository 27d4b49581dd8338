import { existsSync } from 'node:fs';

/**
 * A current Compose as a standalone program, the oracle of test/peers: BLOCKYARD_TEST_COMPOSE, which `./dev test` sets.
 * Undefined where there is none; tests then skip and say so.
 */
export function composeBinary(): string | undefined {
  const given = process.env['BLOCKYARD_TEST_COMPOSE'];
  return given && existsSync(given) ? given : undefined;
}
