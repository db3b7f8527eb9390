import type { LineFilters } from '@contract/audit/finding/search-line.contract.ts';
import { Link, useSearchParams } from 'react-router-dom';
import { EmptyState } from '../../components/EmptyState.tsx';
import { apart } from '../../components/hiddenCharacters.ts';
import { changeQuery } from '../../components/list/listState.ts';
import { useText } from '../../i18n/useText.ts';
import { type Remark, remarksOn } from './remarks.ts';

/** The most remarks to make; more than a few are of no help. */
const most = 4;

const Said = ({ remark: { what, written, meant } }: { remark: Remark }) => {
  const text = useText();
  const [query] = useSearchParams();
  return (
    <p>
      {text(`finding.line.remark.${what}`, { text: apart(written) })}{' '}
      {meant.length > 0 && text('finding.line.remark.instead')}{' '}
      {meant.map(({ name, filters }, at) => (
        <span key={name}>
          {at > 0 && ', '}
          <Link to={{ search: changeQuery(query, filters).toString() }}>
            <code dir="auto">{name}</code>
          </Link>
        </span>
      ))}
    </p>
  );
};

/** That no event matches, and what in the filters may be why. */
export const NothingFound = ({ filters }: { filters: LineFilters }) => {
  const text = useText();
  return (
    <EmptyState
      title={text('parts.list.noMatch')}
      action={remarksOn(filters)
        .slice(0, most)
        .map((remark) => (
          <Said key={`${remark.what} ${remark.written}`} remark={remark} />
        ))}
    >
      {text('audit.noMatch')}
    </EmptyState>
  );
};
