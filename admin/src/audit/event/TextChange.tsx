import { ChangedWords } from '../../components/ChangedWords.tsx';
import { wordDiff } from '../../components/wordDiff.ts';
import { useText } from '../../i18n/useText.ts';
import { shortened } from './shortened.ts';

/** Text before and after in one, its changed words marked; long stretches that are alike are cut short. */
export const TextChange = ({ before, after }: { before: string; after: string }) => {
  const text = useText();
  return (
    <ChangedWords
      parts={shortened(wordDiff(before, after))}
      renderSame={({ text: words, cut }) =>
        cut === undefined ? (
          words
        ) : (
          <>
            {cut.start}
            <span className="faint"> […{text('finding.difference.same', { count: cut.left })}…] </span>
            {cut.end}
          </>
        )
      }
    />
  );
};
