import { useText } from '../i18n/useText.ts';
import styles from './Diff.module.css';
import { comparable, wordDiff } from './wordDiff.ts';

/** Before and after in one text: what went is struck out, what came is underlined; read out as well as coloured. */
export const Diff = ({ before, after }: { before: unknown; after: unknown }) => {
  const text = useText();
  const parts = wordDiff(comparable(before), comparable(after));
  if (parts.every(({ change }) => change === 'same'))
    return <span className={styles.same}>{text('parts.diff.none')}</span>;
  return (
    <span className={styles.diff} dir="auto">
      {parts.map(({ text: words, change }, at) => {
        const key = `${at} ${change}`;
        if (change === 'removed')
          return (
            <del key={key} className={styles.removed}>
              {words}
            </del>
          );
        if (change === 'added')
          return (
            <ins key={key} className={styles.added}>
              {words}
            </ins>
          );
        return <span key={key}>{words}</span>;
      })}
    </span>
  );
};
