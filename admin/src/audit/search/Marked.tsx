import type { LineProblem } from '@contract/audit/finding/search-line.contract.ts';
import styles from './SearchLine.module.css';

/** The line once more behind the field, with what is wrong in it underlined. */
export const Marked = ({ line, problems }: { line: string; problems: readonly LineProblem[] }) => {
  const parts: React.ReactNode[] = [];
  let at = 0;
  for (const { from, to, what } of problems) {
    if (from < at) continue; // two things wrong in one place are marked once
    parts.push(line.slice(at, from), <mark key={`${from} ${what}`}>{line.slice(from, to)}</mark>);
    at = to;
  }
  return (
    <span aria-hidden className={styles.marked}>
      {parts}
      {line.slice(at)}
    </span>
  );
};
