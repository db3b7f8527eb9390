import styles from './LogFilterBar.module.css';

type Props = { label: string; hint?: string; value: string; onCommit: (value: string) => void };

/**
 * A text filter that applies once Enter is pressed or the field is left, so that a half-written name is not searched
 * for.
 */
export const TextField = ({ label, hint, value, onCommit }: Props) => (
  <label className={styles.field}>
    <span>{label}</span>
    <input
      key={value}
      type="text"
      defaultValue={value}
      placeholder={hint}
      maxLength={254}
      onKeyDown={(event) => event.key === 'Enter' && onCommit(event.currentTarget.value.trim())}
      onBlur={(event) => event.target.value.trim() !== value && onCommit(event.target.value.trim())}
    />
  </label>
);

/** While a year is typed the field holds the years 2, 20 and 202 in turn. */
const isWhole = (day: string) => day === '' || day >= '2000';

export const DayField = ({ label, value, onCommit }: Props) => (
  <label className={styles.field} data-day>
    <span>{label}</span>
    <input
      key={value}
      type="date"
      // The browser writes the day in the order of its own language; this form cannot be misread.
      title={value.slice(0, 10)}
      defaultValue={value.slice(0, 10)}
      onChange={(event) => isWhole(event.target.value) && onCommit(event.target.value)}
    />
  </label>
);
