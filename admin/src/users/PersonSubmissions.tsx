import type { SubmissionStatus } from '@contract/submissions/submission.contract.ts';
import { useQuery } from '@tanstack/react-query';
import { useDataProvider } from 'react-admin';
import { CountLink } from '../components/CountLink.tsx';
import { ErrorState } from '../components/ErrorState.tsx';
import { senseOfSubmission } from '../components/meaning.ts';
import { Section } from '../components/Section.tsx';
import { RowsSkeleton } from '../components/Skeletons.tsx';
import { StatusPill } from '../components/StatusPill.tsx';
import { useText } from '../i18n/useText.ts';
import type { ConsoleDataProvider } from '../providers/dataProvider.ts';
import styles from './UserAside.module.css';
import { useUser } from './useUser.ts';

/** The states that somebody else's submissions are seen in: drafts are their depositor's own. */
const states = ['submitted', 'in_review', 'changes_requested', 'approved', 'rejected', 'withdrawn'] as const;

const addressOf = (status: SubmissionStatus, owner: string) =>
  `/queue?${new URLSearchParams(status === 'submitted' ? { owner } : { view: status, owner })}`;

const Counts = () => {
  const text = useText();
  const provider = useDataProvider<ConsoleDataProvider>();
  const { id, name } = useUser();
  const { data, error, refetch } = useQuery({
    queryKey: ['submissions', 'counts', { owner: id }],
    queryFn: () => provider.submissionCounts({ owner: id }),
  });
  if (error !== null && data === undefined)
    return <ErrorState isInline error={error} onRetry={() => void refetch()} />;
  if (data === undefined) return <RowsSkeleton rows={2} />;
  const found = states.filter((status) => (data.counts[status] ?? 0) > 0);
  if (found.length === 0) return <p className="faint">{text('users.noSubmissions')}</p>;
  return (
    <dl className={styles.counts}>
      {found.map((status) => (
        <div key={status}>
          <dt>
            <StatusPill sense={senseOfSubmission[status]} quiet>
              {text(`words.status.${status}`)}
            </StatusPill>
          </dt>
          <dd>
            <CountLink
              count={data.counts[status] ?? 0}
              to={addressOf(status, id)}
              label={text('users.submissionsOf', {
                name,
                count: data.counts[status] ?? 0,
                status: text(`words.status.${status}`),
              })}
            />
          </dd>
        </div>
      ))}
    </dl>
  );
};

/** How many submissions the person has in each state, each leading to its list. */
export const PersonSubmissions = () => (
  <Section title={useText()('users.submissions')}>
    <Counts />
  </Section>
);
