import { useState } from 'react';
import { ChangedWords } from '../../components/ChangedWords.tsx';
import { wordDiff } from '../../components/wordDiff.ts';
import { useText } from '../../i18n/useText.ts';
import styles from './event.module.css';
import { isRewritten } from './rewritten.ts';
import { shortened, type ShownPart } from './shortened.ts';

/** A stretch that is alike, cut short until somebody wants to read it. */
const Alike = ({ text: words, cut }: ShownPart) => {
  const text = useText();
  const [isWhole, setWhole] = useState(false);
  if (cut === undefined || isWhole) return words;
  return (
    <>
      {cut.start}{' '}
      <button type="button" className={styles.uncut} onClick={() => setWhole(true)}>
        […{text('finding.difference.same', { count: cut.left })}…]
      </button>{' '}
      {cut.end}
    </>
  );
};

/**
 * Text before and after in one, its changed words marked; long stretches that are alike are cut short. A text that was
 * written anew stands below the old one.
 */
export const TextChange = ({ before, after }: { before: string; after: string }) => {
  const parts = wordDiff(before, after);
  if (isRewritten(parts))
    return (
      <div className={styles.rewritten}>
        <del dir="auto" className={styles.removed}>
          {before}
        </del>
        <ins dir="auto" className={styles.added}>
          {after}
        </ins>
      </div>
    );
  return <ChangedWords parts={shortened(parts)} renderSame={(part) => <Alike {...part} />} />;
};
