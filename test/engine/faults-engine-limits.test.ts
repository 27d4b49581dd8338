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
async function fullDisk(engine: PrivateEngine): Promise<AsyncDisposable> {
  const { docker } = engine;
  const container = await docker.createContainer({
    Image: fixtureImage('busybox'),
    Cmd: ['sh', '-c', 'cat /dev/zero > /volume/filler; true'],
    HostConfig: { Binds: ['bytest-filler:/volume'] },
  });
  await container.start();
  await container.wait();
  return {
    [Symbol.asyncDispose]: async () => {
      await container.remove({ force: true, v: true });
      await docker.getVolume('bytest-filler').remove();
    },
  };
}

const tellsOfSpace = /^error: .*no space left on device(.*\n)*? {2}→ .*`docker system prune`/m;

describeOnPrivateEngines(
  'a full disk',
  { images: [fixtureImage('busybox')], diskMegabytes: 24 },
  (engine) => {
    it('under the containers of up is told with what to do, and up goes on once there is space', async () => {
      const file = `services:
  web:
    image: busybox
    command: sleep 600
    stop_grace_period: 0s
    volumes: [data:/data]
volumes: { data: {} }
`;
      await using project = await testProject(engine(), { 'compose.yaml': file }, 'full');
      {
        await using _full = await fullDisk(engine());
        const up = await project.blockyard(['up']);
        expect(up.code, up.stderr).toBe(1);
        expect(up.stderr).toMatch(tellsOfSpace);
      }
      const again = await project.blockyard(['up']);
      expect(again.code, again.stderr).toBe(0);
      const down = await project.blockyard(['down', '--volumes']);
      expect(down.code, down.stderr).toBe(0);
      expect(await findAllNamed(engine(), project.name)).toEqual(nothingLeft);
    });

    it('under a build is told with what to do, and the build goes on once there is space', async () => {
      await using project = await testProject(
        engine(),
        {
          'compose.yaml':
            'services:\n  web:\n    build: .\n    command: sleep 600\n    stop_grace_period: 0s\n',
          Dockerfile: `FROM ${fixtureImage('busybox')}\nCOPY big /big\n`,
          big: Buffer.alloc(48 * 1024 * 1024, 'x'),
        },
        'build',
      );
      const up = await project.blockyard(['up']);
      expect(up.code, up.stderr).toBe(1);
      expect(up.stderr).toMatch(tellsOfSpace);
      expect(up.stderr).toMatch(/compose\.yaml:3:12/);

      await project.write({ big: 'small after all' });
      const again = await project.blockyard(['up']);
      expect(again.code, again.stderr).toBe(0);
    });
  },
);
