import { Link } from 'react-router-dom';
import { ErrorState } from '../../components/ErrorState.tsx';
import { RelativeTime } from '../../components/RelativeTime.tsx';
import { Section } from '../../components/Section.tsx';
import { SenseMark } from '../../components/SenseMark.tsx';
import { RowsSkeleton } from '../../components/Skeletons.tsx';
import { useText } from '../../i18n/useText.ts';
import { GroupLine, groupKey } from '../findings/GroupLine.tsx';
import { countAll } from '../recordsInWords.ts';
import { useSubmission, useValidation } from '../useSubmission.ts';
import styles from './FindingsSummary.module.css';

const shown = 6;

/** What validation found, the gravest and commonest first; each line leads to its findings. */
export const FindingsSummary = () => {
  const text = useText();
  const { id, recordCounts } = useSubmission();
  const { data, error, refetch } = useValidation();
  if (countAll(recordCounts) === 0) return null;
  const groups = (data?.groups ?? []).filter(({ severity }) => severity !== 'info');
  const notes = data?.counts.info ?? 0;
  return (
    <Section
      title={text('submission.findings.title')}
      actions={
        data?.checkedAt && (
          <span className="faint">
            {text('submission.findings.checked')} <RelativeTime value={data.checkedAt} />
          </span>
        )
      }
    >
      {error !== null && data === undefined && (
        <ErrorState error={error} isInline onRetry={() => void refetch()} />
      )}
      {data === undefined && error === null && <RowsSkeleton rows={3} />}
      {data !== undefined && groups.length === 0 && (
        <p className={styles.clean}>
          <SenseMark sense="good" size={14} />{' '}
          {text(notes > 0 ? 'submission.findings.onlyNotes' : 'submission.findings.clean')}
        </p>
      )}
      {groups.length > 0 && (
        <ul className={styles.groups}>
          {groups.slice(0, shown).map((group) => (
            <li key={groupKey(group)}>
              <Link to={`/submissions/${id}/findings?open=${encodeURIComponent(groupKey(group))}`}>
                <GroupLine group={group} />
              </Link>
            </li>
          ))}
        </ul>
      )}
      {(groups.length > shown || notes > 0) && (
        <p className={styles.rest}>
          {groups.length > shown && (
            <Link to={`/submissions/${id}/findings`}>
              {text('submission.findings.all', { count: groups.length })}
            </Link>
          )}
          {notes > 0 && (
            <Link to={`/submissions/${id}/findings`}>{text('words.severities.info', { count: notes })}</Link>
          )}
        </p>
      )}
    </Section>
  );
};
