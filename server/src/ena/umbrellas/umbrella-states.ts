import { forgottenSql } from '../lifecycle/umbrella/umbrella-rows.ts';
import type { UmbrellaState } from './umbrella.contract.ts';

/** What ENA has of an umbrella by its row, but for what the test service forgets: the words of `ena_umbrellas_standing`. */
const standing = `CASE WHEN u.ena_accession IS NULL THEN 'draft' WHEN u.sent_version = u.content_version THEN 'registered' ELSE 'changed' END`;

const forgotten = forgottenSql('u');

/** One with a request on its way, or that waits for a person: there is never more than one of them. */
const asking = (...states: readonly string[]) =>
  `SELECT o.umbrella_id FROM ena_requests o WHERE o.umbrella_id IS NOT NULL AND o.status IN (${states.map((state) => `'${state}'`).join(', ')})`;

const atRest = `NOT EXISTS (${asking('requested', 'sending', 'attention')} AND o.umbrella_id = u.id)`;

/** SQL of whether the umbrella `u` is in a state; says the same as `stateSql`, in words that indexes have. */
export const isInState: Readonly<Record<UmbrellaState, string>> = {
  sending: `u.id IN (${asking('requested', 'sending')})`,
  attention: `u.id IN (${asking('attention')})`,
  draft: `(${standing} = 'draft' OR ${forgotten}) AND ${atRest}`,
  registered: `${standing} = 'registered' AND NOT ${forgotten} AND ${atRest}`,
  changed: `${standing} = 'changed' AND NOT ${forgotten} AND ${atRest}`,
};

/** SQL of the state of the umbrella `u` whose last request is `q`. */
export const stateSql = `CASE WHEN q.status IN ('requested', 'sending') THEN 'sending' WHEN q.status = 'attention' THEN 'attention'
  WHEN ${forgotten} THEN 'draft' ELSE ${standing} END`;
