import { useId, useState } from 'react';
import { useText } from '../../i18n/useText.ts';
import styles from './LogFilterBar.module.css';
import { useFindRecord } from './useFindRecord.ts';

/** Takes a reference, an accession or an id, and finds what the log calls it. */
export const RecordField = ({ onFound }: { onFound: (id: string) => void }) => {
  const text = useText();
  const id = useId();
  const find = useFindRecord();
  const [typed, setTyped] = useState('');
  const [problem, setProblem] = useState<string | null>(null);
  const [isBusy, setBusy] = useState(false);

  const search = async () => {
    if (typed.trim() === '' || isBusy) return;
    setBusy(true);
    setProblem(null);
    try {
      const found = await find(typed);
      if (found === null) setProblem(text('audit.filter.noRecord', { name: typed.trim() }));
      else {
        setTyped('');
        onFound(found);
      }
    } catch (error) {
      setProblem(text('audit.filter.cannotLookUp', { detail: error instanceof Error ? error.message : '' }));
    } finally {
      setBusy(false);
    }
  };
  return (
    <div className={styles.record}>
      <label className={styles.field} data-wrong={problem !== null || undefined}>
        <span>{text('audit.filter.rootId')}</span>
        <input
          type="text"
          value={typed}
          placeholder={text('audit.filter.recordHint')}
          maxLength={80}
          aria-busy={isBusy}
          aria-invalid={problem !== null}
          aria-describedby={id}
          onChange={(event) => {
            setTyped(event.target.value);
            setProblem(null);
          }}
          onKeyDown={(event) => event.key === 'Enter' && void search()}
          onBlur={() => void search()}
        />
      </label>
      <p id={id} role="alert" className={styles.problem}>
        {problem}
      </p>
    </div>
  );
};
