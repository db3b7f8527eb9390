import type { LineProblem } from '@contract/audit/finding/search-line.contract.ts';
import { useLocale } from 'react-admin';
import { useText } from '../../i18n/useText.ts';
import { meantKeys } from './meantKeys.ts';
import styles from './SearchLine.module.css';
import { longestLine } from './useSearchLine.ts';
import { apart } from '../../components/hiddenCharacters.ts';

/** The most problems to list; all of them are marked in the line. */
const most = 4;

type Props = {
  id: string;
  problems: readonly LineProblem[];
  /** Length of the line, if it is too long; null otherwise. */
  length: number | null;
  refusal: string | null;
};

/** The problems of the line in words, each once. */
export const LineProblems = ({ id, problems, length, refusal }: Props) => {
  const text = useText();
  const locale = useLocale();
  const number = (value: number) => value.toLocaleString(locale);
  const told = [
    ...(length === null
      ? []
      : [text('finding.line.tooLong', { length: number(length), most: number(longestLine) })]),
    ...new Set(
      problems.map(({ what, text: about }) => {
        const meant = what === 'unknown_key' ? meantKeys(about) : [];
        const said = text(`finding.line.problem.${what}`, { text: apart(about) });
        if (meant.length === 0) return said;
        return `${said} ${text('finding.line.problem.meant_key', { keys: meant.map((key) => `${key}:`).join(', ') })}`;
      }),
    ),
  ];
  if (told.length === 0 && refusal !== null) told.push(refusal);
  return (
    <div id={id} role="alert" className={styles.problems}>
      {told.length > 0 && (
        <ul>
          {told.slice(0, most).map((each) => (
            <li key={each}>{each}</li>
          ))}
          {told.length > most && <li>{text('finding.line.moreProblems', { count: told.length - most })}</li>}
        </ul>
      )}
    </div>
  );
};
