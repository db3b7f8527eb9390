import { useSearchParams } from 'react-router-dom';
import { changeQuery } from '../../components/list/listState.ts';
import { StateLinks } from '../../components/list/StateLinks.tsx';
import { useText } from '../../i18n/useText.ts';
import { checkFailed, itemStates, type ItemView } from '../itemCounts.ts';
import { useBatch } from '../useBatch.ts';

/** The states the batch's records are in, each with its count and an address of its own. */
export const ItemStates = ({ status }: { status: ItemView | undefined }) => {
  const text = useText();
  const { counts, itemCount, checks, status: batchStatus } = useBatch();
  const [query] = useSearchParams();
  // What was called off is neither refused nor anything else.
  if (batchStatus === 'cancelled') return null;
  const shown = itemStates.filter((each) => counts[each] > 0 || each === status);
  const states = [
    { key: null, label: text('ena.all'), count: itemCount },
    ...shown.map((key) => ({ key, label: text(`words.item.${key}`), count: counts[key] })),
    // How many records failed their check is not counted by the batch, only how many submissions.
    ...(checks.failed > 0 || status === checkFailed
      ? [{ key: checkFailed, label: text('ena.check.failed'), count: null }]
      : []),
  ];
  return (
    <StateLinks
      label={text('ena.item.states')}
      links={states.map(({ key, label, count }) => ({
        key: key ?? 'all',
        label,
        count,
        search: changeQuery(query, { view: key }).toString(),
        isCurrent: key === (status ?? null),
      }))}
    />
  );
};
