import { BlockyardError } from '../../shared/index.ts';

/** The store cannot be read or written: permission, disk, a lock that is never freed. */
export class StoreFailed extends BlockyardError {
  constructor(message: string, details: { remedy?: string; cause?: unknown } = {}) {
    super('store-failed', message, details);
  }
}

/** The database is not one, or its pages contradict each other. It was moved aside before this is thrown. */
export class StoreDamaged extends BlockyardError {
  constructor(database: string, movedTo: string, cause: unknown) {
    super('store-failed', `Blockyard's database ${database} is damaged.`, {
      cause,
      remedy:
        `It was moved to ${movedTo}; nothing of it was deleted. Run the command again: it starts with an empty ` +
        'database. Containers and volumes are not touched; settings, given trust and task history start anew.',
    });
  }
}

/** The database was written by a newer Blockyard than this one. */
export class StoreTooNew extends BlockyardError {
  constructor(database: string, found: number, known: number) {
    super('store-failed', `Blockyard's database ${database} has version ${found}; this one knows ${known}.`, {
      remedy: 'Update Blockyard, or give this one a folder of its own with BLOCKYARD_HOME.',
    });
  }
}

/** Another process (or another part of this one) holds the lock. */
export class Locked extends BlockyardError {
  /** What the holder said of itself: `up of shop, pid 4711`. */
  readonly holder: string | undefined;

  constructor(name: string, holder: string | undefined) {
    super('locked', `${name} is in use${holder ? ` by: ${holder}` : ' by another Blockyard process'}.`, {
      remedy: 'Wait until it has finished, or cancel it, and try again.',
    });
    this.holder = holder;
  }
}
