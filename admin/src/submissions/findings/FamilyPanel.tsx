import { useState, type ReactNode } from 'react';
import { useLocale } from 'react-admin';
import { Link } from 'react-router-dom';
import { Icon } from '../../components/Icon.tsx';
import { SenseMark } from '../../components/SenseMark.tsx';
import { useText } from '../../i18n/useText.ts';
import { useSubmission } from '../useSubmission.ts';
import type { Family } from './families.ts';
import styles from './FindingGroupPanel.module.css';
import lines from './GroupLine.module.css';

/** How many columns are named before it says how many more there are. */
const named = 4;

/** Columns about which the sentence above says all there is: each leads to its place in the sheet. */
const Columns = ({ fields }: { fields: readonly string[] }) => {
  const { id } = useSubmission();
  return (
    <ul className={styles.columns}>
      {fields.map((field) => (
        <li key={field}>
          <Link to={`/submissions/${id}/records?${new URLSearchParams({ field })}`}>
            <bdi>{field}</bdi>
          </Link>
        </li>
      ))}
    </ul>
  );
};

type Props = { family: Family; startsOpen: boolean; children: ReactNode };

/** A note that is the same for several columns: said once, with the columns; opened, each column with its places. */
export const FamilyPanel = ({ family: { rule, groups }, startsOpen, children }: Props) => {
  const text = useText();
  const locale = useLocale();
  const [isOpen, setOpen] = useState(startsOpen);
  const fields = groups.map(({ field }) => field ?? '').filter((field) => field !== '');
  const isOneSentence = rule === 'column.unknown';
  const rest = fields.length - named;
  return (
    <li className={styles.group}>
      <button type="button" className={styles.head} aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
        <span className={lines.line} data-severity="info">
          <SenseMark sense="plain" size={14} title={text('words.severity.info')} />
          <span className={lines.words}>
            <strong>
              <bdi>{fields.slice(0, named).join(', ')}</bdi>
              {rest > 0 && ` ${text('submission.findings.andMore', { count: rest })}`}
            </strong>
            <span>
              {isOneSentence
                ? text('submission.findings.unknownColumns', { count: groups.length })
                : groups[0]?.example}
            </span>
          </span>
          <span className={lines.count} title={text('submission.findings.columns', { count: groups.length })}>
            {groups.length.toLocaleString(locale)}
          </span>
        </span>
        <span className={styles.turn} data-open={isOpen || undefined}>
          <Icon name="down" size={14} />
        </span>
      </button>
      {isOpen && isOneSentence && <Columns fields={fields} />}
      {isOpen && !isOneSentence && <ul className={styles.members}>{children}</ul>}
    </li>
  );
};
