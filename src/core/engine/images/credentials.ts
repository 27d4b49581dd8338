/** What the user may show a registry. */
export type Credentials =
  | { kind: 'password'; username: string; password: string }
  | { kind: 'identity-token'; token: string };
