import type { AppAbility } from '../access/actor.ts';
import type { AccessColumns } from '../access/scope.ts';
import type { Parameters } from './parameters.ts';

/** A column to sort by: its SQL, never NULL, with an index over (sql, id); `type` casts the cursor's key back. */
export type SortColumn = { sql: string; type: 'timestamptz' | 'text' | 'bigint' | 'int' };

/** Adds conditions for the given filter values; a filter that is not given adds none. */
export type Filters<Query> = (
  query: Query,
  parameters: Parameters,
  readerId: string,
) => readonly (string | undefined)[];

/**
 * A list as data: where its rows come from, how a row becomes the JSON of the view schema, what it can be sorted and
 * filtered by. Everything here is SQL written by us; what a request says only ever becomes a parameter.
 */
export type ListDefinition<Query> = {
  /** CASL subject of a row; null for rows whose access was decided by their parent. */
  subject: string | null;
  from: string;
  id: { sql: string; type: 'uuid' | 'text' | 'bigint' };
  /** View field → SQL. */
  columns: Readonly<Record<string, string>>;
  access: AccessColumns;
  sorts: Readonly<Record<string, SortColumn>>;
  /** Default order, e.g. `-updatedAt`. */
  defaultSort: string;
  filters: Filters<Query>;
  /** What `q` looks for. */
  search?: (text: string, parameters: Parameters) => string;
  /**
   * Joins that only decorate a row (names, counts): left out when rows are counted, and made after the page has been
   * cut, so that a page of 50 costs 50 look-ups.
   */
  decorate?: string;
};

export type Reader = { id: string; ability: AppAbility };
