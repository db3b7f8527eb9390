import type { AuditEventView } from '../../audit.contract.ts';
import { fieldWords, isPersonField } from './code-words.ts';
import { filterWords } from './filter-words.ts';
import {
  counted,
  isEmpty,
  isStructure,
  isTable,
  listWords,
  type Structure,
  textWords,
  valueWords,
} from './value-words.ts';

type Change = AuditEventView['changes'][number];
/** A person's name, where the log knows one and nobody asked for their erasure. */
export type NameOf = (id: string) => string | undefined;

/** A row of a sheet is not higher than about as many lines. */
const mostLines = 20;
/** Lists with more items are told by what came and went. */
const shortList = 8;
/** How much of what both texts begin with is shown before the first difference, in UTF-16 units. */
const before = 30;

const lines = (all: readonly string[]): string =>
  all.length <= mostLines
    ? all.join('\n')
    : [...all.slice(0, mostLines), `… and ${all.length - mostLines} more, whole in JSONL`].join('\n');

/** Changes in words, one line for each field: `Status: submitted → in_review`. */
export const changesWords = (changes: readonly Change[], nameOf: NameOf): string =>
  changes.length === 0 ? '' : lines(changes.flatMap((change) => changeLines(change, nameOf)));

/** Facts in words, one line for each. */
export const factsWords = (facts: Structure, nameOf: NameOf): string =>
  lines(
    Object.entries(facts).map(([name, value]) => {
      const isFilter = name === 'filter' && isStructure(value);
      return `${fieldWords(name)}: ${isFilter ? filterWords(value) : named(name, value, nameOf)}`;
    }),
  );

function named(field: string, value: unknown, nameOf: NameOf): string {
  const name = typeof value === 'string' && isPersonField(field) ? nameOf(value) : undefined;
  return name === undefined ? valueWords(value) : textWords(name);
}

function changeLines({ field, before: was, after: is }: Change, nameOf: NameOf): string[] {
  const name = fieldWords(field);
  if (isStructure(was) && isStructure(is))
    return differing(was, is).map((path) => `${name}, ${path.name}: ${pair(path.was, path.is)}`);
  const isLong = [was, is].some(
    (value) => Array.isArray(value) && (isTable(value) || value.length > shortList),
  );
  if (isLong && [was, is].every((value) => Array.isArray(value) || isEmpty(value)))
    return [`${name}: ${listsWords(itemsOf(was), itemsOf(is))}`];
  if (typeof was === 'string' && typeof is === 'string' && !isPersonField(field))
    return [`${name}: ${pair(was, is)}`];
  return [`${name}: ${named(field, was, nameOf)} → ${named(field, is, nameOf)}`];
}

function pair(was: unknown, is: unknown): string {
  if (typeof was === 'string' && typeof is === 'string') {
    const from = Math.max(0, commonStart(was, is) - before);
    // Short texts are read whole, and of long ones what differs must not be cut away.
    if (from > 0 && Math.max(was.length, is.length) > 200)
      return `${textWords(was, from)} → ${textWords(is, from)}`;
  }
  return `${valueWords(was)} → ${valueWords(is)}`;
}

function commonStart(one: string, other: string): number {
  const most = Math.min(one.length, other.length);
  let at = 0;
  while (at < most && one.charCodeAt(at) === other.charCodeAt(at)) at += 1;
  return at;
}

type Path = { name: string; was: unknown; is: unknown };

/** Structures that lie deeper are compared whole. */
const deepest = 6;

/** The fields in which two structures differ. */
function differing(was: Structure, is: Structure, prefix = '', depth = 0): Path[] {
  const names = [...new Set([...Object.keys(was), ...Object.keys(is)])];
  return names.flatMap((key) => {
    const name = `${prefix}${textWords(key)}`;
    const [one, other] = [was[key], is[key]];
    if (isStructure(one) && isStructure(other) && depth < deepest)
      return differing(one, other, `${name}.`, depth + 1);
    return JSON.stringify(one) === JSON.stringify(other) ? [] : [{ name, was: one, is: other }];
  });
}

const itemsOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

function without(items: readonly unknown[], others: readonly unknown[]): unknown[] {
  const taken = new Set(others.map((item) => JSON.stringify(item)));
  return items.filter((item) => !taken.has(JSON.stringify(item)));
}

/** Two lists or tables, by their sizes and what came and went. */
function listsWords(was: readonly unknown[], is: readonly unknown[]): string {
  const [removed, added] = [without(was, is), without(is, was)];
  const areRows = isTable(was) || isTable(is);
  const size = (items: readonly unknown[]) =>
    isTable(items) || items.length === 0 ? valueWords(items) : counted(items.length, 'value');
  const told = (what: string, items: readonly unknown[]) =>
    items.length === 0 ? '' : `; ${what} ${areRows ? counted(items.length, 'row') : listWords(items)}`;
  const both = was.length > 0 && is.length > 0;
  return `${size(was)} → ${size(is)}${both || !areRows ? told('removed', removed) + told('added', added) : ''}`;
}
