import type { Narrowing } from '../audit.queries.ts';
import { countSql } from './page.sql.ts';

export type FacetName = 'action' | 'actor' | 'type' | 'source';

const of = (column: string) => `e.${column}`;

export const facetColumns: Record<FacetName, string> = {
  action: of('action'),
  actor: of('actor_id'),
  type: of('target_type'),
  source: of('actor_type'),
};

/**
 * Counts the events of each value, up to `limit` a value.
 *
 * @param values place of the values
 */
export function countsSql(narrowing: Narrowing, column: string, values: string, limit: string): string {
  const one = countSql(
    { ...narrowing, conditions: [...narrowing.conditions, `${column} = given.value`] },
    limit,
  );
  return `SELECT given.value, found.count FROM unnest(${values}::text[]) AS given (value) CROSS JOIN LATERAL (${one}) found
           WHERE found.count > 0 ORDER BY found.count DESC, given.value`;
}
