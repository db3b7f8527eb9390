import type { Parameters } from './parameters.ts';

/**
 * The condition that a column has one of these values. For a single one it is a plain equation: PostgreSQL then reads
 * the rows off an index on (column, order) in their order, which it does not for `= ANY`.
 */
export function oneOf(column: string, values: readonly string[], parameters: Parameters): string {
  const [first, ...others] = values;
  return first !== undefined && others.length === 0
    ? `${column} = ${parameters.add(first)}`
    : `${column} = ANY(${parameters.add(values)})`;
}
