import { expect, it } from 'vitest';
import {
  describeOnPrivateEngines,
  findAllNamed,
  fixtureImage,
  nothingLeft,
  type PrivateEngine,
  testProject,
} from '../support/index.ts';

/*
 * The engine's disk is full.
 */

/** Takes all the space that the engine has left, until the end of the block. */
async function fullDisk({ docker }: PrivateEngine): Promise<AsyncDisposable> {
  const container = await docker.createContainer({
    Image: fixtureImage('busybox'),
    Cmd: ['sh', '-c', 'cat /dev/zero > /volume/filler; true'],
    HostConfig: { Binds: ['bytest-filler:/volume'] },
  });
  await container.start();
  await container.wait();
  return {
    [Symbol.asyncDispose]: async () => {
      await container.remove({ force: true });
      await docker.getVolume('bytest-filler').remove();
    },
  };
}

const service = '    command: sleep 600\n    stop_grace_period: 0s\n    volumes: [data:/data]\n';
const projects = [
  {
    what: 'the containers of up',
    files: { 'compose.yaml': `services:\n  web:\n    image: busybox\n${service}volumes: { data: {} }\n` },
  },
  {
    what: 'a build',
    files: {
      'compose.yaml': `services:\n  web:\n    build: .\n${service}volumes: { data: {} }\n`,
      Dockerfile: `FROM ${fixtureImage('busybox')}\nCOPY page /page\n`,
      page: Buffer.alloc(1024 * 1024, 'x'),
    },
  },
];

const options = { images: [fixtureImage('busybox')], diskMegabytes: 32 };

describeOnPrivateEngines('a full disk', options, (engine) => {
  for (const { what, files } of projects)
    it(`under ${what} is told with what to do, and up goes on once there is space`, async () => {
      await using project = await testProject(engine(), files, 'full');
      {
        await using _full = await fullDisk(engine());
        const up = await project.blockyard(['up']);
        expect(up.code, up.stderr).toBe(1);
        expect(up.stderr).toMatch(/^error: .*no space left on device/m);
        expect(up.stderr).toMatch(/at compose\.yaml:3:\d+$/m);
        expect(up.stderr).toMatch(/→ .*`docker system prune`/);
      }
      const again = await project.blockyard(['up']);
      expect(again.code, again.stderr).toBe(0);
      const down = await project.blockyard(['down', '--volumes', '--rmi', 'local']);
      expect(down.code, down.stderr).toBe(0);
      expect(await findAllNamed(engine(), project.name)).toEqual(nothingLeft);
    });
});
