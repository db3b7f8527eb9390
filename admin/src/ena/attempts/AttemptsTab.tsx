import type { AttemptView } from '@contract/ena/batches/batches.contract.ts';
import { EmptyState } from '../../components/EmptyState.tsx';
import { ErrorState } from '../../components/ErrorState.tsx';
import { RowsSkeleton } from '../../components/Skeletons.tsx';
import { useText } from '../../i18n/useText.ts';
import { DocumentDrawer } from '../documents/DocumentDrawer.tsx';
import { found, outcomesOf, type Outcome } from '../outcomes.ts';
import { OutcomeTools, useAsked } from '../OutcomeTools.tsx';
import { useAttempts } from '../useBatch.ts';
import { AttemptCard } from './AttemptCard.tsx';
import styles from './AttemptsTab.module.css';

const order = ['attention', 'refused', 'queued', 'intended', 'accepted'] as const;

const outcomeOf = (attempt: AttemptView): Outcome<AttemptView['status']> => ({
  outcome: attempt.status,
  words: [attempt.submissionReference, attempt.submissionAlias, attempt.enaSubmissionId, ...attempt.messages],
});

/** Every request that was made to ENA, each with the exact bytes that were sent and answered. */
export default function AttemptsTab() {
  const text = useText();
  const asked = useAsked();
  const { data, error, refetch } = useAttempts();
  if (error !== null && data === undefined)
    return <ErrorState error={error} onRetry={() => void refetch()} />;
  if (data === undefined) return <RowsSkeleton />;
  if (data.items.length === 0)
    return <EmptyState title={text('ena.attempts.empty')}>{text('ena.attempts.emptyDetail')}</EmptyState>;
  const shown = found(data.items, outcomeOf, asked);
  const outcomes = outcomesOf(data.items.map(outcomeOf), order);
  return (
    <>
      <OutcomeTools
        searchLabel={text('ena.attempts.find')}
        statesLabel={text('ena.byOutcome')}
        total={data.items.length}
        shown={shown.length}
        outcomes={outcomes.map(({ key, count }) => ({ key, count, label: text(`ena.attempt.${key}`) }))}
      />
      {shown.length === 0 && (
        <EmptyState title={text('parts.list.noMatch')}>{text('parts.list.noMatchDetail')}</EmptyState>
      )}
      <div className={styles.attempts}>
        {shown.map((attempt) => (
          <AttemptCard key={attempt.id} attempt={attempt} />
        ))}
      </div>
      <DocumentDrawer />
    </>
  );
}
