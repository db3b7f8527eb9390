// The bad places of a log as data, each event with what it is opened by.
import { momentOf } from '../moment.ts';
import { reasonOfFlaw } from '../runs/reason.ts';
import type { Found } from '../verifier/verdict.ts';
import type { NamedPlace } from './bad-place.contract.ts';
import { placeNamed } from './place-named.contract.ts';
import { FoundInLog } from './flaws.ts';
import type { Damage } from './verification.contract.ts';

type Row = { number: number | null; id: string; isThere: boolean };

/** Where several events claim one number, one that is there. */
const eventsSql = `
  SELECT * FROM (
    SELECT DISTINCT ON (l.seq) l.seq::float8 AS number, l.event_id AS id, e.id IS NOT NULL AS "isThere"
      FROM audit_leaves l LEFT JOIN audit_events e ON e.occurred_at = l.occurred_at AND e.id = l.event_id
     WHERE l.seq = ANY ($1::bigint[]) ORDER BY l.seq, 3 DESC, l.event_id) sealed
  UNION ALL
  SELECT NULL, e.id, true FROM unnest($2::uuid[], $3::timestamptz[]) k (id, at)
    JOIN audit_events e ON e.occurred_at = k.at AND e.id = k.id`;

/**
 * What a verification found, as it is kept beside the sentence about the first bad place.
 *
 * @param query of the database as it is now, where the events are to be opened
 */
export async function damageOf(
  query: (sql: string, values: unknown[]) => Promise<Row[]>,
  found: Found,
): Promise<Damage> {
  const { others, unnamed } = found instanceof FoundInLog ? found : { others: [], unnamed: 0 };
  const flaws = [found.flaw, ...others].map((flaw) => ({ flaw, place: placeNamed(flaw.place) }));
  const events = flaws.flatMap(({ place }) => (place.kind === 'event' ? [place] : []));
  const ids = events.flatMap(({ id }) => id ?? []);
  const rows = await query(eventsSql, [events.flatMap(({ number }) => number ?? []), ids, ids.map(momentOf)]);
  const places = flaws.map(({ flaw, place }) => ({
    ...place,
    isThere: false,
    ...(place.kind === 'event' && rowOf(place, rows)),
    says: flaw.says,
    reason: reasonOfFlaw(flaw),
  }));
  return { places, unnamed };
}

const rowOf = (event: NamedPlace, rows: readonly Row[]): Omit<Row, 'number'> | undefined => {
  const row = rows.find(({ number, id }) =>
    event.number === null ? number === null && id === event.id : number === event.number,
  );
  return row && { id: row.id, isThere: row.isThere };
};
