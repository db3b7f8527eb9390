import type { AppAbility } from './actor.ts';
import type { Parameters } from '../lists/parameters.ts';

/** SQL expression of each field that access rules may ask for. */
export type AccessColumns = Readonly<Record<string, string>>;

/**
 * The rules for `action` on `type` as one SQL condition: a list shows exactly the rows that `authorize` would let
 * through one by one. No rule means nothing.
 *
 * CASL reads rules from the last to the first and stops at the first that matches; as a condition that is
 * `r1 OR (NOT r1 AND r2) …`, each branch true or false by the kind of its rule.
 *
 * @throws Error for an operator or field that has no translation: a rule must never be weakened in silence
 */
export function scopeCondition(
  ability: AppAbility,
  action: string,
  type: string,
  columns: AccessColumns,
  parameters: Parameters,
): string {
  let condition = 'false';
  // From the lowest priority up: each rule decides where it matches and leaves the rest to those below it.
  for (const rule of [...ability.rulesFor(action, type)].reverse()) {
    // A refusal of single fields does not refuse the row (as in `ability.can` without a field).
    if (rule.inverted && rule.fields) continue;
    const matches = rule.conditions
      ? conditionSql(rule.conditions as Conditions, columns, parameters)
      : 'true';
    condition = rule.inverted
      ? `(${not(matches)} AND ${condition})`
      : condition === 'false'
        ? matches
        : `(${matches} OR ${condition})`;
  }
  return condition;
}

type Conditions = Record<string, unknown>;

/**
 * A comparison with an empty column is NULL, which a WHERE takes for false, as CASL does, and which leaves plain
 * comparisons to the indexes. Only where it is negated must it become false first: `NOT NULL` is not true.
 */
const not = (sql: string) => `NOT coalesce(${sql}, false)`;

function conditionSql(conditions: Conditions, columns: AccessColumns, parameters: Parameters): string {
  const parts = Object.entries(conditions).map(([key, value]) => {
    // CASL as it is used here knows no `$or` and `$and`: several rules say the former, several fields the latter.
    if (!Object.hasOwn(columns, key)) throw new Error(`the list has no column for the access field ${key}`);
    return fieldSql(columns[key] as string, value, parameters);
  });
  return `(${parts.join(' AND ') || 'true'})`;
}

function fieldSql(column: string, value: unknown, parameters: Parameters): string {
  if (!isOperators(value)) return equalSql(column, value, parameters);
  const parts = Object.entries(value).map(([operator, operand]) => {
    switch (operator) {
      case '$eq':
        return equalSql(column, operand, parameters);
      case '$ne':
        return `(${not(equalSql(column, operand, parameters))})`;
      case '$in':
        return amongSql(column, operand, parameters);
      case '$nin':
        return `(${not(amongSql(column, operand, parameters))})`;
      default:
        throw new Error(`the access operator ${operator} has no SQL translation`);
    }
  });
  if (parts.length === 0) throw new Error(`an access rule has no operator for ${column}`);
  return `(${parts.join(' AND ')})`;
}

const isOperators = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype;

function equalSql(column: string, value: unknown, parameters: Parameters): string {
  if (value === null) return `${column} IS NULL`;
  refuseUnlessPlain(column, value);
  return `${column} = ${parameters.add(value)}`;
}

/** One of several values; null among them means that the column may be empty. */
function amongSql(column: string, values: unknown, parameters: Parameters): string {
  if (!Array.isArray(values)) throw new Error(`an access rule lists no values for ${column}`);
  const present = values.filter((value) => value !== null);
  for (const value of present) refuseUnlessPlain(column, value);
  const among = `${column} = ANY(${parameters.add(present)})`;
  return present.length === values.length ? among : `(${among} OR ${column} IS NULL)`;
}

/** An undefined value would match every row without the field; arrays and dates mean something else to CASL than to SQL. */
function refuseUnlessPlain(column: string, value: unknown): void {
  if (!['string', 'number', 'boolean'].includes(typeof value))
    throw new Error(`an access rule compares ${column} with something that is no plain value`);
}
