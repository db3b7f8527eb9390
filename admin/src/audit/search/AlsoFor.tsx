import type { TakenName } from '@contract/audit/audit.contract.ts';
import { type LineFilters, lineOf } from '@contract/audit/finding/search-line.contract.ts';
import { Link, useSearchParams } from 'react-router-dom';
import { VisibleText } from '../../components/VisibleText.tsx';
import { changeQuery } from '../../components/list/listState.ts';
import { useText } from '../../i18n/useText.ts';
import { isUuid } from '../filters/isUuid.ts';
import styles from './SearchLine.module.css';

/** @returns the name of a person whose own events are looked for; undefined for a part of the system */
export const actorMeant = (
  { actor = '', onBehalfOf = '' }: Readonly<LineFilters>,
  taken: readonly TakenName[],
): string | undefined => {
  if (actor === '' || onBehalfOf !== '') return undefined;
  return isUuid(actor) || taken.some(({ text }) => text === actor) ? actor : undefined;
};

type Props = { values: Readonly<LineFilters>; taken: readonly TakenName[] };

/** Who looks for what a person did is led to what the product did for that person, which are other events. */
export const AlsoFor = ({ values, taken }: Props) => {
  const text = useText();
  const [query] = useSearchParams();
  const actor = actorMeant(values, taken);
  if (actor === undefined) return null;
  return (
    <p className={styles.taken}>
      {text('finding.line.alsoFor')}{' '}
      <Link to={{ search: changeQuery(query, { actor: '', onBehalfOf: actor }).toString() }}>
        <code dir="auto">
          <VisibleText value={lineOf({ onBehalfOf: actor })} />
        </code>
      </Link>
    </p>
  );
};
