import { BlockyardError, type ErrorDetails } from '../../shared/index.ts';

/** `team.yaml` says something that a team file cannot. */
export class TeamFileInvalid extends BlockyardError {
  constructor(message: string, details?: ErrorDetails) {
    super('block-invalid', message, details);
  }
}

export class NoTeamFile extends BlockyardError {
  constructor(shown: string) {
    super('file-not-found', `${shown} has no team.yaml, so it is no team's repository.`, {
      remedy: 'Check the address and the branch. docs/team.md says what a team.yaml holds.',
    });
  }
}

export class PathMissing extends BlockyardError {
  constructor(path: string) {
    super('file-not-found', `${path} is no folder.`, {
      remedy: 'Name folders that hold repositories, or the repositories themselves.',
    });
  }
}

export class NotInTeam extends BlockyardError {
  constructor() {
    super('not-found', 'You are in no team.', { remedy: 'Join one: `blockyard join URL`.' });
  }
}

export class TooOld extends BlockyardError {
  constructor(team: string, version: string, least: string) {
    super('incompatible', `The team ${team} needs Blockyard ${least} or newer, and this is ${version}.`, {
      remedy: 'Update Blockyard, or leave the team: `blockyard leave`.',
    });
  }
}

export class PlanOutdated extends BlockyardError {
  constructor() {
    super('confirmation-required', 'What was planned is not what would be done now.', {
      remedy: 'Look at the new plan, and agree to that one.',
    });
  }
}

export class NotLookedAt extends BlockyardError {
  constructor() {
    super('confirmation-required', 'What this team brings was not looked at.', {
      remedy: 'Look at it first, then join.',
    });
  }
}
