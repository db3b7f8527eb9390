import OutlinedInput from '@mui/material/OutlinedInput';
import { useId } from 'react';
import { useText } from '../../../i18n/useText.ts';
import type { ReadAccessions } from './givenAccessions.ts';
import styles from './SettleDialog.module.css';

type Props = { value: string; read: ReadAccessions; count: number; onChange: (value: string) => void };

/** A line for each record, ready to be filled in or pasted over from a table. */
export const AccessionsField = ({ value, read, count, onChange }: Props) => {
  const text = useText();
  const id = useId();
  const [first] = read.odd;
  return (
    <div className={styles.field}>
      <label htmlFor={id}>{text('ena.settle.accessions')}</label>
      <OutlinedInput
        id={id}
        multiline
        minRows={4}
        maxRows={12}
        value={value}
        className="mono"
        inputProps={{ 'aria-describedby': `${id}-help`, spellCheck: false }}
        onChange={(event) => onChange(event.target.value)}
      />
      <p id={`${id}-help`} role="status" className={first === undefined ? styles.help : styles.odd}>
        {first === undefined
          ? text('ena.settle.given', { given: read.given.length, count })
          : text(`ena.settle.odd.${first.why}`, { line: first.line, alias: first.alias })}
      </p>
    </div>
  );
};
