interface Way {
  title: string;
  text: string;
  command?: string;
}

const debian: Way[] = [
  {
    title: 'Docker Engine',
    text: 'From Debian’s or Ubuntu’s own packages; then let your user in and log in again.',
    command: 'sudo apt install docker.io && sudo usermod -aG docker $USER',
  },
  {
    title: 'Podman',
    text: 'Without a daemon and without root; its socket has to be on.',
    command: 'sudo apt install podman && systemctl --user enable --now podman.socket',
  },
];

const mac: Way[] = [
  {
    title: 'Colima',
    text: 'Small, in the terminal, free.',
    command: 'brew install colima docker && colima start',
  },
  { title: 'Docker Desktop or OrbStack', text: 'Install either from its site, and start it once.' },
];

const windows: Way[] = [
  { title: 'Docker Desktop', text: 'Install it from its site with WSL 2, and start it once.' },
  {
    title: 'Rancher Desktop or Podman Desktop',
    text: 'Both bring an engine that Blockyard finds by its socket.',
  },
];

const remote: Way = {
  title: 'An engine elsewhere',
  text: 'Over ssh, with the hosts and keys that you have: make a context and choose it in the settings.',
  command: 'docker context create box --docker host=ssh://you@box',
};

/** How to come by an engine on this system (as Node's `process.platform`). */
export function waysToAnEngine(platform: string): readonly Way[] {
  if (platform === 'darwin') return [...mac, remote];
  if (platform === 'win32') return [...windows, remote];
  return [...debian, remote];
}
