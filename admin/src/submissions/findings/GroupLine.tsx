import type { ValidationView } from '@contract/submissions/findings.contract.ts';
import { useLocale } from 'react-admin';
import { senseOfSeverity } from '../../components/meaning.ts';
import { SenseMark } from '../../components/SenseMark.tsx';
import { useText } from '../../i18n/useText.ts';
import styles from './GroupLine.module.css';

export type FindingGroup = ValidationView['groups'][number];

/** Names a group in the address. */
export const groupKey = ({ severity, rule, field }: FindingGroup): string =>
  [severity, rule, field ?? ''].join(':');

/** One line for findings of one kind in one field: how grave, where, what, how many. */
export const GroupLine = ({ group }: { group: FindingGroup }) => {
  const text = useText();
  const locale = useLocale();
  return (
    <span className={styles.line} data-severity={group.severity}>
      <SenseMark
        sense={senseOfSeverity[group.severity]}
        size={14}
        title={text(`words.severity.${group.severity}`)}
      />
      <span className={styles.words}>
        {group.field !== null && (
          <strong>
            <bdi>{group.field}</bdi>
          </strong>
        )}
        <span>{group.example}</span>
      </span>
      <span className={styles.count} title={text('submission.findings.places', { count: group.count })}>
        {group.count.toLocaleString(locale)}
      </span>
    </span>
  );
};
