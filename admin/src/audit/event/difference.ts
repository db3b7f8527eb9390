import { fieldDifference, type FieldChange, isStructure } from './fieldDifference.ts';
import { isTable, rowDifference, type RowDifference } from './rowDifference.ts';

/** The form in which a change of one field reads best. */
export type Difference =
  | { kind: 'set'; after: unknown }
  | { kind: 'cleared'; before: unknown }
  /** Two values that have little in common, shown side by side. */
  | { kind: 'value'; before: unknown; after: unknown }
  /** Longer text, in which only some words may have changed. */
  | { kind: 'text'; before: string; after: string }
  /** Structures, in which some fields may have changed. */
  | { kind: 'fields'; changes: FieldChange[] }
  /** Tables, in which some rows may have changed. */
  | { kind: 'rows'; rows: RowDifference }
  | { kind: 'list'; removed: unknown[]; added: unknown[]; kept: unknown[] };

/** In characters. Shorter texts are read at a glance, and marked words would only distract. */
const longEnough = 24;

const isList = (value: unknown): value is unknown[] | null | undefined =>
  Array.isArray(value) || value === null || value === undefined;

const isNothing = (value: unknown) => value === null || value === undefined || value === '';

const isWordy = (value: unknown): value is string => typeof value === 'string' && /\s/.test(value.trim());

const isEmpty = (value: unknown) =>
  value === null || value === undefined || (Array.isArray(value) && value.length === 0);

const tableOf = (value: unknown) => (isTable(value) ? value : []);

const keyOf = (item: unknown) => JSON.stringify(item);

const without = (items: readonly unknown[], others: readonly unknown[]) => {
  const taken = new Set(others.map(keyOf));
  return items.filter((item) => !taken.has(keyOf(item)));
};

/** Decides how before and after of a field are shown. */
export const differenceOf = (before: unknown, after: unknown): Difference => {
  const [wasTable, isNowTable] = [isTable(before) || isEmpty(before), isTable(after) || isEmpty(after)];
  if (wasTable && isNowTable && (isTable(before) || isTable(after)))
    return { kind: 'rows', rows: rowDifference(tableOf(before), tableOf(after)) };
  if (isList(before) && isList(after) && (Array.isArray(before) || Array.isArray(after))) {
    const [was, is] = [before ?? [], after ?? []];
    const added = without(is, was);
    return { kind: 'list', removed: without(was, is), added, kept: without(is, added) };
  }
  if (isNothing(before) && !isNothing(after)) return { kind: 'set', after };
  if (!isNothing(before) && isNothing(after)) return { kind: 'cleared', before };
  if (isWordy(before) && isWordy(after) && Math.max(before.length, after.length) >= longEnough)
    return { kind: 'text', before, after };
  if (isStructure(before) && isStructure(after))
    return { kind: 'fields', changes: fieldDifference(before, after) };
  if ([before, after].some((value) => typeof value === 'object' && value !== null))
    return { kind: 'text', before: JSON.stringify(before, null, 1), after: JSON.stringify(after, null, 1) };
  return { kind: 'value', before, after };
};
