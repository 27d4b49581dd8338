// Takes the place of `ssh2` in the bundle: Blockyard reaches remote engines through the system's own `ssh`
// (docs/decisions/0002-remote-engines.md), so docker-modem's client, with its native parts, is never loaded.
exports.Client = class {
  constructor() {
    throw new Error('ssh2 is not part of Blockyard: remote engines go through the system’s ssh.');
  }
};
