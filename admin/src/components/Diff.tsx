import { useText } from '../i18n/useText.ts';
import { ChangedWords } from './ChangedWords.tsx';
import { comparable, wordDiff } from './wordDiff.ts';

/** Before and after of a value of any kind in one text; values that are the same are said to be. */
export const Diff = ({ before, after }: { before: unknown; after: unknown }) => {
  const text = useText();
  const parts = wordDiff(comparable(before), comparable(after));
  return parts.every(({ change }) => change === 'same') ? (
    <span className="faint">{text('parts.diff.none')}</span>
  ) : (
    <ChangedWords parts={parts} />
  );
};
