import { refusedWithOthers } from '@contract/ena/batches/refused-with-others.contract.ts';
import { EmptyState } from '../../components/EmptyState.tsx';
import { ErrorState } from '../../components/ErrorState.tsx';
import { RowsSkeleton } from '../../components/Skeletons.tsx';
import { useText } from '../../i18n/useText.ts';
import type { BatchErrors } from '../../providers/batches.ts';
import { useBatch, useBatchErrors } from '../useBatch.ts';
import { ProblemGroup } from './ProblemGroup.tsx';
import styles from './ProblemsTab.module.css';

type Group = BatchErrors['items'][number];

/** What only went down with another is read last, however many there are of it. */
const causesFirst = (one: Group, other: Group): number =>
  Number(one.pattern === refusedWithOthers) - Number(other.pattern === refusedWithOthers);

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
      {data.items.toSorted(causesFirst).map((group) => (
        <ProblemGroup key={`${group.from} ${group.pattern}`} group={group} />
      ))}
    </ul>
  );
}
