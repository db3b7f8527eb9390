import { useId } from 'react';
import { classes } from '../../../components/classes.ts';
import { useText } from '../../../i18n/useText.ts';
import styles from './AccessionLines.module.css';
import type { Entry, UnclearRecord } from './givenAccessions.ts';

type Props = {
  record: UnclearRecord;
  entry: Entry;
  problem: string | undefined;
  hasBiosamples: boolean;
  onChange: (alias: string, entry: Entry) => void;
};

const fields = ['accession', 'biosample'] as const;

/** One record: what it is called at ENA, and fields for what was found there; below it what is wrong with them. */
export const AccessionLine = ({ record, entry, problem, hasBiosamples, onChange }: Props) => {
  const text = useText();
  const id = useId();
  const { enaAlias, type, title, alias } = record;
  const shown = fields.filter((field) => field === 'accession' || type === 'sample');
  return (
    <>
      <span role="cell" className={styles.record}>
        <bdi className="mono">{enaAlias}</bdi>
        <bdi className={styles.name} title={title}>
          {type === 'sample' ? alias : text(`words.kind.${type}`)}
        </bdi>
      </span>
      {shown.map((field) => (
        <span key={field} role="cell">
          <input
            className={classes('mono', styles.input)}
            value={entry[field]}
            maxLength={40}
            spellCheck={false}
            autoComplete="off"
            aria-label={text(`ena.settle.${field}Of`, { alias: enaAlias })}
            aria-invalid={problem !== undefined}
            aria-describedby={problem === undefined ? undefined : id}
            placeholder={text(`ena.settle.column.${field}`)}
            onChange={(event) => onChange(enaAlias, { ...entry, [field]: event.target.value })}
          />
        </span>
      ))}
      {hasBiosamples && shown.length === 1 && <span role="cell" className={styles.none} />}
      {problem !== undefined && (
        <span role="cell" id={id} className={styles.problem}>
          <bdi>{problem}</bdi>
        </span>
      )}
    </>
  );
};
