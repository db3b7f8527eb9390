import { useSearchParams } from 'react-router-dom';
import { EmptyState } from '../../components/EmptyState.tsx';
import { ErrorState } from '../../components/ErrorState.tsx';
import { RelativeTime } from '../../components/RelativeTime.tsx';
import { RowsSkeleton } from '../../components/Skeletons.tsx';
import { useText } from '../../i18n/useText.ts';
import { countAll } from '../recordsInWords.ts';
import { useSubmission, useValidation } from '../useSubmission.ts';
import { familiesOf } from './families.ts';
import { FamilyPanel } from './FamilyPanel.tsx';
import { FindingGroupPanel } from './FindingGroupPanel.tsx';
import styles from './FindingsTab.module.css';
import { groupKey, type FindingGroup } from './GroupLine.tsx';

const severities = ['error', 'warning', 'info'] as const;

/** The validation report: findings by rule and field, the gravest first; a group opens to its places in the sheet. */
export default function FindingsTab() {
  const text = useText();
  const isEmpty = countAll(useSubmission().recordCounts) === 0;
  const { data, error, refetch } = useValidation();
  const [query, setQuery] = useSearchParams();
  const open = query.get('open');

  if (error !== null && data === undefined)
    return <ErrorState error={error} onRetry={() => void refetch()} />;
  if (data === undefined) return <RowsSkeleton />;
  if (data.groups.length === 0) {
    return (
      <EmptyState title={text(isEmpty ? 'submission.findings.notYet' : 'submission.findings.clean')}>
        {text(isEmpty ? 'submission.findings.notYetDetail' : 'submission.findings.cleanDetail')}
      </EmptyState>
    );
  }
  const toggle = (key: string) => {
    const next = new URLSearchParams(query);
    if (open === key) next.delete('open');
    else next.set('open', key);
    setQuery(next, { replace: true });
  };
  const graver = data.groups.filter(({ severity }) => severity !== 'info');
  const notes = data.groups.filter(({ severity }) => severity === 'info');
  const panel = (group: FindingGroup) => {
    const key = groupKey(group);
    return <FindingGroupPanel key={key} group={group} isOpen={open === key} onToggle={() => toggle(key)} />;
  };
  return (
    <div className={styles.findings}>
      <p className={styles.about}>
        {severities
          .filter((severity) => data.counts[severity] > 0)
          .map((severity) => text(`words.severities.${severity}`, { count: data.counts[severity] }))
          .join(' · ')}
        {data.checklist !== null && (
          <span className={styles.against}>
            {text('submission.findings.against', {
              checklist: data.checklist,
              version: data.checklistVersion ?? '',
            })}{' '}
            {data.checkedAt && (
              <>
                {' · '}
                <RelativeTime value={data.checkedAt} />
              </>
            )}
          </span>
        )}
      </p>
      {graver.length > 0 && <ul className={styles.groups}>{graver.map(panel)}</ul>}
      {notes.length > 0 && (
        // Nothing is wrong about notes: they are out of the way, unless there is nothing else or a link leads to one.
        <details
          className={styles.notes}
          open={graver.length === 0 || notes.some((group) => groupKey(group) === open)}
        >
          <summary>{text('words.severities.info', { count: data.counts.info })}</summary>
          <ul className={styles.groups}>
            {familiesOf(notes).map((family) =>
              family.groups.length === 1 ? (
                family.groups.map(panel)
              ) : (
                <FamilyPanel
                  key={family.rule}
                  family={family}
                  startsOpen={family.groups.some((group) => groupKey(group) === open)}
                >
                  {family.groups.map(panel)}
                </FamilyPanel>
              ),
            )}
          </ul>
        </details>
      )}
    </div>
  );
}
