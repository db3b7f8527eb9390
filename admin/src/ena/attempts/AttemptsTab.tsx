import { EmptyState } from '../../components/EmptyState.tsx';
import { ErrorState } from '../../components/ErrorState.tsx';
import { RowsSkeleton } from '../../components/Skeletons.tsx';
import { useText } from '../../i18n/useText.ts';
import { DocumentDrawer } from '../documents/DocumentDrawer.tsx';
import { useAttempts } from '../useBatch.ts';
import { AttemptCard } from './AttemptCard.tsx';
import styles from './AttemptsTab.module.css';

/** Every request that was made to ENA, each with the exact bytes that were sent and answered. */
export default function AttemptsTab() {
  const text = useText();
  const { data, error, refetch } = useAttempts();
  if (error !== null && data === undefined)
    return <ErrorState error={error} onRetry={() => void refetch()} />;
  if (data === undefined) return <RowsSkeleton />;
  if (data.items.length === 0)
    return <EmptyState title={text('ena.attempts.empty')}>{text('ena.attempts.emptyDetail')}</EmptyState>;
  return (
    <div className={styles.attempts}>
      {data.items.map((attempt) => (
        <AttemptCard key={attempt.id} attempt={attempt} />
      ))}
      <DocumentDrawer />
    </div>
  );
}
