import type { BatchPreview } from '../../providers/batches.ts';
import { SenseMark } from '../../components/SenseMark.tsx';
import { useText } from '../../i18n/useText.ts';
import styles from './DocumentView.module.css';

type Props = { problems: BatchPreview['schemaProblems']; onLine: (line: number) => void };

/** What ENA's own schemas say of the document, each with its line; also when there are none to ask. */
export const SchemaProblems = ({ problems, onLine }: Props) => {
  const text = useText();
  if (problems === null) return <p className="faint">{text('ena.document.notChecked')}</p>;
  if (problems.length === 0) {
    return (
      <p className={styles.valid}>
        <SenseMark sense="good" /> {text('ena.document.valid')}
      </p>
    );
  }
  return (
    <details className={styles.problems} open={problems.length <= 5}>
      <summary>
        <SenseMark sense="bad" /> {text('ena.document.problems', { count: problems.length })}
      </summary>
      <ul>
        {problems.map(({ line, message }) => (
          <li key={`${line} ${message}`}>
            <button type="button" onClick={() => onLine(line - 1)}>
              {text('ena.document.line', { line })}
            </button>{' '}
            <bdi>{message}</bdi>
          </li>
        ))}
      </ul>
    </details>
  );
};
