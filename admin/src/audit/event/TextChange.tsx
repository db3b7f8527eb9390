import { Fragment } from 'react';
import { wordDiff } from '../../components/wordDiff.ts';
import { useText } from '../../i18n/useText.ts';
import styles from './event.module.css';
import { shortened } from './shortened.ts';

/** Text before and after in one, its changed words marked; long stretches that are alike are cut short. */
export const TextChange = ({ before, after }: { before: string; after: string }) => {
  const text = useText();
  const parts = shortened(wordDiff(before, after));
  return (
    <span className={styles.text} dir="auto">
      {parts.map(({ text: words, change, cut }, at) => {
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
        if (cut === undefined) return <Fragment key={key}>{words}</Fragment>;
        return (
          <Fragment key={key}>
            {cut.start}
            <span className="faint"> […{text('finding.difference.same', { count: cut.left })}…] </span>
            {cut.end}
          </Fragment>
        );
      })}
    </span>
  );
};
