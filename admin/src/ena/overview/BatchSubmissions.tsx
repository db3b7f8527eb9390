import { useLocale } from 'react-admin';
import { EmptyState } from '../../components/EmptyState.tsx';
import { ErrorState } from '../../components/ErrorState.tsx';
import { ListTable } from '../../components/list/ListTable.tsx';
import { RowsSkeleton } from '../../components/Skeletons.tsx';
import { useText, type Text } from '../../i18n/useText.ts';
import { latestBySubmission } from '../attempts/attemptStates.ts';
import { found, outcomesOf, type Outcome } from '../outcomes.ts';
import { OutcomeTools, useAsked } from '../OutcomeTools.tsx';
import { useAttempts, useBatchSubmissions } from '../useBatch.ts';
import { FailedSubmissions } from './FailedSubmissions.tsx';
import { submissionColumns, type Row } from './submissionColumns.tsx';
import { useCanTakeOut } from './TakeOutButton.tsx';

const requested = ['attention', 'refused', 'queued', 'intended', 'accepted'] as const;
const checked = ['failed', 'unchecked', 'passed'] as const;
type Came = (typeof requested)[number] | (typeof checked)[number];

/** How its latest request went, and before the first how its check did. */
const outcomeOf = ({ attempt, checkStatus, reference, title, owner }: Row): Outcome<Came> => ({
  outcome: attempt?.status ?? checkStatus,
  words: [reference, title, owner.name],
});

const wordOf = (outcome: Came, text: Text): string => {
  const request = requested.find((each) => each === outcome);
  if (request !== undefined) return text(`ena.attempt.${request}`);
  const check = checked.find((each) => each === outcome);
  return check === undefined ? outcome : text(`ena.check.${check}`);
};

/** The submissions of the batch, how the check or the latest request of each went, and the document that each sends. */
export const BatchSubmissions = () => {
  const text = useText();
  const locale = useLocale();
  const canTakeOut = useCanTakeOut();
  const asked = useAsked();
  const { data, error, refetch } = useBatchSubmissions();
  const { data: attempts } = useAttempts();
  if (error !== null && data === undefined)
    return <ErrorState error={error} isInline onRetry={() => void refetch()} />;
  if (data === undefined) return <RowsSkeleton rows={3} />;
  const latest = latestBySubmission(attempts?.items ?? []);
  const all: Row[] = data.items.map((each) => ({ ...each, attempt: latest.get(each.id) }));
  const rows = found(all, outcomeOf, asked);
  const outcomes = outcomesOf(all.map(outcomeOf), [
    ...requested.slice(0, 2),
    ...checked,
    ...requested.slice(2),
  ]);
  return (
    <>
      <FailedSubmissions submissions={data.items} />
      <div>
        <OutcomeTools
          searchLabel={text('ena.findSubmission')}
          statesLabel={text('ena.byOutcome')}
          total={all.length}
          shown={rows.length}
          outcomes={outcomes.map(({ key, count }) => ({ key, count, label: wordOf(key, text) }))}
        />
        {rows.length === 0 ? (
          <EmptyState title={text('parts.list.noMatch')}>{text('parts.list.noMatchDetail')}</EmptyState>
        ) : (
          <ListTable<Row>
            label={text('ena.tab.overview')}
            rows={rows}
            columns={submissionColumns(text, locale, canTakeOut)}
            linkTo={({ id }) => `/submissions/${id}`}
            nameOf={({ reference }) => reference}
          />
        )}
      </div>
    </>
  );
};
