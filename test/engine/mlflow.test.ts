import { expect, it } from 'vitest';
import { describeOnFirstEngine, testProject } from '../support/index.ts';

const stackFile = `blocks:
  tracking: { block: mlflow@1 }
services:
  train:
    image: python:3.12-slim
    mem_limit: 512m
    bind: [tracking]
    volumes: ["./train.py:/train.py:ro"]
    command: python /train.py
`;

/** What a training job does, and what it was given to do it with. */
const train = `import json, logging, os
os.environ['GIT_PYTHON_REFRESH'] = 'quiet'
given = sorted(name for name in os.environ if name.startswith(('MLFLOW_', 'AWS_', 'S3_', 'PG', 'DATABASE_')))
import mlflow
logging.disable(logging.WARNING)
mlflow.set_experiment('shop')
with mlflow.start_run(run_name='first') as run:
    mlflow.log_param('rate', 0.1)
    mlflow.log_metric('loss', 0.5)
    mlflow.log_text('weights', 'model/weights.txt')
kept = mlflow.get_run(run.info.run_id)
print(json.dumps({
    'given': given,
    'loss': kept.data.metrics['loss'],
    'where': kept.info.artifact_uri.split(':')[0],
    'artifact': mlflow.artifacts.load_text(kept.info.artifact_uri + '/model/weights.txt'),
}))
`;

// One engine: MLflow takes long to start, and what is tested is its block.
describeOnFirstEngine('block mlflow', (engine) => {
  it('keeps a run and its artifact for a client that knows the address alone', async () => {
    await using project = await testProject(engine, { 'blockyard.yaml': stackFile, 'train.py': train });
    const { code, stdout, stderr } = await project.blockyard(['run', '--rm', '-T', 'train']);
    expect(code, stderr).toBe(0);
    expect(JSON.parse(stdout.trim().split('\n').at(-1) ?? '')).toEqual({
      given: ['MLFLOW_TRACKING_URI'],
      loss: 0.5,
      where: 'mlflow-artifacts',
      artifact: 'weights',
    });
  }, 300_000);
});
