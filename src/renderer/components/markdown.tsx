import styles from './markdown.module.css';
import { type MarkdownBlock, type MarkdownSpan, markdownBlocks, markdownSpans } from './markdown-blocks.ts';

/** A stranger's README: a little of Markdown, and nothing of it is markup, a link or an image. */
export function Markdown({ text }: { text: string }) {
  return (
    <div className={styles['markdown']}>
      {markdownBlocks(text).map((block, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the text does not change in place
        <Block key={index} block={block} />
      ))}
    </div>
  );
}

function Block({ block }: { block: MarkdownBlock }) {
  switch (block.kind) {
    case 'heading':
      return block.level === 1 ? (
        <h3>
          <Spans text={block.text} />
        </h3>
      ) : (
        <h4>
          <Spans text={block.text} />
        </h4>
      );
    case 'paragraph':
      return (
        <p>
          <Spans text={block.text} />
        </p>
      );
    case 'code':
      return (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: who has no mouse scrolls what is wide by keys
        <pre tabIndex={0}>{block.text}</pre>
      );
    case 'list': {
      const items = block.items.map((item) => (
        <li key={item}>
          <Spans text={item} />
        </li>
      ));
      return block.ordered ? <ol>{items}</ol> : <ul>{items}</ul>;
    }
    case 'table':
      return <Table head={block.head} rows={block.rows} />;
  }
}

function Table({ head, rows }: { head: string[]; rows: string[][] }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: who has no mouse scrolls what is wide by keys
    <section className={styles['table']} aria-label="Table" tabIndex={0}>
      <table>
        <thead>
          <tr>
            {head.map((cell, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: columns have nothing else
              <th key={index}>
                <Spans text={cell} />
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row, line) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: rows have nothing else
            <tr key={line}>
              {row.map((cell, index) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: columns have nothing else
                <td key={index}>
                  <Spans text={cell} />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

function Spans({ text }: { text: string }) {
  return markdownSpans(text).map((span, index) => {
    const key = `${index} ${span.text}`;
    return <Span key={key} span={span} />;
  });
}

function Span({ span: { kind, text } }: { span: MarkdownSpan }) {
  switch (kind) {
    case 'code':
      return <code>{text}</code>;
    case 'strong':
      return <strong>{text}</strong>;
    case 'emphasis':
      return <em>{text}</em>;
    case 'text':
      return text;
  }
}
