import { useSearchParams } from 'react-router-dom';
import list from '../components/list/list.module.css';
import { changeQuery } from '../components/list/listState.ts';
import { SearchField } from '../components/list/SearchField.tsx';
import { StateLinks } from '../components/list/StateLinks.tsx';
import { useText } from '../i18n/useText.ts';

/** What the address asks for of a list that is here whole. */
export const useAsked = (): { view: string | null; q: string } => {
  const [query] = useSearchParams();
  return { view: query.get('view'), q: query.get('q') ?? '' };
};

/** With fewer nobody has to search. */
const fewest = 8;

type Props = {
  searchLabel: string;
  statesLabel: string;
  total: number;
  outcomes: readonly { key: string; label: string; count: number }[];
  /** Said when words narrow the list. */
  shown: number;
};

/** Finds one among hundreds, or all that came out alike. */
export const OutcomeTools = ({ searchLabel, statesLabel, total, outcomes, shown }: Props) => {
  const text = useText();
  const [query, setQuery] = useSearchParams();
  const { view, q } = useAsked();
  if (total < fewest && view === null && q === '') return null;
  const states = [{ key: null, label: text('ena.all'), count: total }, ...outcomes];
  return (
    <div className={list.tools}>
      <SearchField
        value={q}
        label={searchLabel}
        onSearch={(next) => setQuery(changeQuery(query, { q: next }), { replace: true })}
      />
      <StateLinks
        label={statesLabel}
        links={states.map(({ key, label, count }) => ({
          key: key ?? 'all',
          label,
          count,
          search: changeQuery(query, { view: key, document: null }).toString(),
          isCurrent: key === view,
        }))}
      />
      <span role="status" className="faint">
        {q === '' ? '' : text('ena.found', { count: shown })}
      </span>
    </div>
  );
};
