import { CopyButton, Panel, RelativeTime } from '../../components/index.ts';
import { useFollowed, useHello } from '../../core/index.ts';
import styles from './about-panel.module.css';

/** Versions, for who reports a fault. */
export function AboutPanel() {
  const hello = useHello();
  const engine = useFollowed('engines.follow', {});
  const status = 'value' in engine ? engine.value : undefined;
  const info = status && 'info' in status ? status.info : undefined;
  const facts = [
    ['Page', __BLOCKYARD_VERSION__],
    ['Core', hello && `${hello.version} (pid ${hello.core.pid}, ${hello.platform})`],
    ['Contract', hello && String(hello.compatibility)],
    ['Engine', info && `${info.product} ${info.version}, API ${info.apiVersion}, ${info.operatingSystem}`],
  ].filter((fact): fact is [string, string] => fact[1] !== undefined);
  const text = facts.map(([name, value]) => `${name}: ${value}`).join('\n');
  return (
    <Panel title="Versions" aside={<CopyButton text={text} label="Copy the versions" />}>
      <dl className={styles['facts']}>
        {facts.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
        {hello && (
          <div>
            <dt>Runs since</dt>
            <dd>
              <RelativeTime time={hello.core.startedAt} />
            </dd>
          </div>
        )}
      </dl>
    </Panel>
  );
}
