import { useState } from 'react';
import { ChangedWords } from '../../components/ChangedWords.tsx';
import { wordDiff } from '../../components/wordDiff.ts';
import { useText } from '../../i18n/useText.ts';
import styles from './event.module.css';
import { isRewritten, startsRightToLeft } from './rewritten.ts';
import { shortened, type ShownPart } from './shortened.ts';
import { VisibleText } from '../../components/VisibleText.tsx';
import { usePrinting } from '../../components/usePrinting.ts';

/** An unchanged stretch, cut short until somebody wants to read it. */
const Alike = ({ text: words, cut }: ShownPart) => {
  const text = useText();
  const [isWhole, setWhole] = useState(false);
  const isPrinting = usePrinting() !== null;
  if (cut === undefined || isWhole || isPrinting) return <VisibleText value={words} />;
  return (
    <>
      <VisibleText value={cut.start} />{' '}
      <button type="button" className={styles.uncut} onClick={() => setWhole(true)}>
        […{text('finding.difference.same', { count: cut.left })}…]
      </button>{' '}
      <VisibleText value={cut.end} />
    </>
  );
};

/**
 * Text before and after in one, with the changed words marked and long unchanged stretches cut short. A text that was
 * rewritten is shown below the old one.
 */
export const TextChange = ({ before, after }: { before: string; after: string }) => {
  const parts = wordDiff(before, after);
  if (isRewritten(parts) || startsRightToLeft(before) !== startsRightToLeft(after))
    return (
      <div className={styles.rewritten}>
        <del dir="auto" className={styles.removed}>
          <VisibleText value={before} />
        </del>
        <ins dir="auto" className={styles.added}>
          <VisibleText value={after} />
        </ins>
      </div>
    );
  return <ChangedWords parts={shortened(parts)} renderSame={(part) => <Alike {...part} />} />;
};
