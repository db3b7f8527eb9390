import { EmptyState } from '../../components/EmptyState.tsx';
import { ErrorState } from '../../components/ErrorState.tsx';
import { RowsSkeleton } from '../../components/Skeletons.tsx';
import { useText } from '../../i18n/useText.ts';
import { useBatch, useBatchErrors } from '../useBatch.ts';
import { ProblemGroup } from './ProblemGroup.tsx';
import styles from './ProblemsTab.module.css';

/** What went wrong, alike messages together, each with the ways to where it is mended. */
export default function ProblemsTab() {
  const text = useText();
  const { checks } = useBatch();
  const { data, error, refetch } = useBatchErrors();
  if (error !== null && data === undefined)
    return <ErrorState error={error} onRetry={() => void refetch()} />;
  if (data === undefined) return <RowsSkeleton />;
  if (data.items.length === 0)
    return (
      <EmptyState title={text('ena.problems.empty')}>
        {text(checks.failed > 0 ? 'ena.problems.wholeOnly' : 'ena.problems.emptyDetail')}
      </EmptyState>
    );
  return (
    <ul className={styles.groups}>
      {data.items.map((group) => (
        <ProblemGroup key={`${group.from} ${group.pattern}`} group={group} />
      ))}
    </ul>
  );
}
