import type { TakenName } from '@contract/audit/audit.contract.ts';
import type { LineFilters } from '@contract/audit/finding/search-line.contract.ts';
import { useState } from 'react';
import { Link, useSearchParams } from 'react-router-dom';
import { changeQuery } from '../../components/list/listState.ts';
import { useText } from '../../i18n/useText.ts';
import { nameInLog } from '../erasedName.ts';
import styles from './SearchLine.module.css';
import { type Taken, takenIn } from './takenNames.ts';
import { Isolated } from '../../components/Isolated.tsx';
import { VisibleText } from '../../components/VisibleText.tsx';

/** How many are shown at once: more than a few are a reason to write more of the name. */
const most = 8;

const People = ({ taken: { filter, written, people } }: { taken: Taken }) => {
  const text = useText();
  const [query] = useSearchParams();
  const [isWhole, setWhole] = useState(false);
  const shown = isWhole ? people : people.slice(0, most);
  const rest = people.length - shown.length;
  return (
    <li>
      <code dir="auto">
        <VisibleText value={written} />
      </code>{' '}
      {text('finding.line.taken', { count: people.length })}{' '}
      {shown.map(({ id, name, knownAs, narrowed }, at) => (
        <span key={id}>
          {at > 0 && ', '}
          <Link
            to={{ search: changeQuery(query, { [filter]: narrowed }).toString() }}
            title={text('finding.line.narrow')}
          >
            <Isolated value={name === null ? text('audit.erased') : nameInLog('user', name, text)} />
          </Link>
          {knownAs !== null && (
            <>
              {' '}
              <Isolated className="faint" value={`(${knownAs})`} />
            </>
          )}
        </span>
      ))}
      {rest > 0 && (
        <>
          {', '}
          <button type="button" onClick={() => setWhole(true)}>
            {text('finding.line.takenRest', { count: rest })}
          </button>
        </>
      )}
    </li>
  );
};

type Props = { values: LineFilters; taken: readonly TakenName[] };

/** The people whom the names in the line match; each links to a filter for that one only. */
export const TakenPeople = ({ values, taken }: Props) => {
  const text = useText();
  const all = takenIn(values, taken);
  if (all.length === 0) return null;
  return (
    <ul className={styles.taken} aria-label={text('finding.line.takenLabel')}>
      {all.map((each) => (
        <People key={`${each.filter} ${each.written}`} taken={each} />
      ))}
    </ul>
  );
};
