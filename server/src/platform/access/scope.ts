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
    const matches = rule.conditions
      ? conditionSql(rule.conditions as Conditions, columns, parameters)
      : 'true';
    condition = rule.inverted ? `(NOT ${matches} AND ${condition})` : `(${matches} OR ${condition})`;
  }
  return condition;
}

type Conditions = Record<string, unknown>;

function conditionSql(conditions: Conditions, columns: AccessColumns, parameters: Parameters): string {
  const parts = Object.entries(conditions).map(([key, value]) => {
    if (key === '$or')
      return `(${(value as Conditions[]).map((part) => conditionSql(part, columns, parameters)).join(' OR ')})`;
    if (key === '$and')
      return `(${(value as Conditions[]).map((part) => conditionSql(part, columns, parameters)).join(' AND ')})`;
    const column = columns[key];
    if (column === undefined) throw new Error(`the list has no column for the access field ${key}`);
    return fieldSql(column, value, parameters);
  });
  return `(${parts.join(' AND ') || 'true'})`;
}

function fieldSql(column: string, value: unknown, parameters: Parameters): string {
  if (value === undefined) throw new Error(`an access rule has no value for ${column}`);
  if (value === null) return `${column} IS NULL`;
  if (typeof value !== 'object') return `coalesce(${column} = ${parameters.add(value)}, false)`;
  const parts = Object.entries(value).map(([operator, operand]) => {
    switch (operator) {
      case '$eq':
        return fieldSql(column, operand, parameters);
      case '$ne':
        return `${column} IS DISTINCT FROM ${parameters.add(operand)}`;
      case '$in':
        return `coalesce(${column} = ANY(${parameters.add(operand)}), false)`;
      case '$nin':
        return `coalesce(${column} <> ALL(${parameters.add(operand)}), true)`;
      default:
        throw new Error(`the access operator ${operator} has no SQL translation`);
    }
  });
  return `(${parts.join(' AND ')})`;
}
