// The change log's search line: `actor:ada@example.org action:approve since:2026-10-01 record:SUB-42 -type:File typo`.
// Pure, and used by server and console alike. A line can be read into filters, and filters written as a line again.

/** The keys of a line: how each is written, which filter it stands for, and how it may be used. */
const keys = {
  actor: { filter: 'actor', not: 'notActor' },
  behalf: { filter: 'onBehalfOf' },
  action: { filter: 'action', not: 'notAction', isList: true },
  record: { filter: 'record', not: 'notRecord', isList: true },
  type: { filter: 'type', not: 'notType', isList: true },
  source: { filter: 'source', not: 'notSource', isList: true },
  since: { filter: 'since' },
  until: { filter: 'until' },
  reason: { filter: 'reason' },
  request: { filter: 'requestId' },
  address: { filter: 'address' },
} as const;

export type SearchKey = keyof typeof keys;
type KeyRule = { filter: string; not?: string; isList?: boolean };
export const ruleOf = (key: SearchKey): KeyRule => keys[key];
export const searchKeys = Object.keys(keys) as SearchKey[];
export const searchSources = ['user', 'service', 'system'] as const;

/** Filters as the API and an address have them: one text each, with several values separated by commas. */
export type LineFilters = Record<string, string>;

export type LineProblem = {
  /** Offsets in the line: of the first character, and after the last. */
  from: number;
  to: number;
  what:
    | 'unknown_key'
    | 'no_value'
    | 'open_quote'
    | 'twice'
    | 'not_excludable'
    | 'no_date'
    | 'ends_before'
    | 'unknown_source'
    | 'bad_action'
    | 'short_words';
  /** The key or value that is wrong, as written. */
  text: string;
};

export type LineToken = {
  from: number;
  to: number;
  isNegated: boolean;
  /** As written, in lower case; undefined for free words. */
  key?: string;
  value: string;
  /** Offset at which the value begins. */
  valueFrom: number;
  isOpen: boolean;
};

type Value = { value: string; end: number; isOpen: boolean };

/** The value that begins at `at`: up to its closing mark if it is quoted, else up to the next space. */
function readValue(text: string, at: number): Value {
  if (text[at] !== '"') {
    const value = /^\S*/u.exec(text.slice(at))?.[0] ?? '';
    return { value, end: at + value.length, isOpen: false };
  }
  let value = '';
  for (let i = at + 1; i < text.length; i++) {
    const sign = text[i] as string;
    if (sign === '"') return { value, end: i + 1, isOpen: false };
    const isEscape = sign === '\\' && (text[i + 1] === '"' || text[i + 1] === '\\');
    value += isEscape ? text[++i] : sign;
  }
  return { value, end: text.length, isOpen: true };
}

/** Cuts a line into its parts; every character that is not a space belongs to one. */
export function tokensOf(line: string): LineToken[] {
  const tokens: LineToken[] = [];
  for (let at = 0; at < line.length;) {
    if (/\s/u.test(line[at] as string)) {
      at += 1;
      continue;
    }
    const [head = '', minus = '', key] = /^(-?)(?:([A-Za-z]+):)?/.exec(line.slice(at)) ?? [];
    const valueFrom = at + head.length;
    const { value, end, isOpen } = readValue(line, valueFrom);
    tokens.push({
      from: at,
      to: end,
      isNegated: minus === '-',
      ...(key !== undefined && { key: key.toLowerCase() }),
      value,
      valueFrom,
      isOpen,
    });
    at = end;
  }
  return tokens;
}

/** The words and phrases of a `reason` filter. */
export function reasonWords(reason: string): string[] {
  const words: string[] = [];
  for (let at = 0; at < reason.length;) {
    if (/\s/u.test(reason[at] as string)) {
      at += 1;
      continue;
    }
    const { value, end } = readValue(reason, at);
    if (value !== '') words.push(value);
    at = end;
  }
  return words;
}

/** A single word that is shorter would fit nearly every reason, and no index finds it. */
export const shortestWord = 3;

const quoted = (value: string) => `"${value.replace(/["\\]/g, '\\$&')}"`;
export const bare = (value: string) => (value === '' || /[\s"]/u.test(value) ? quoted(value) : value);
const word = (value: string) => (/^-|^[A-Za-z]+:/.test(value) ? quoted(value) : bare(value));

const isDay = (value: string) => {
  if (!/^\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d(\.\d{1,9})?)?(Z|[+-]\d\d:\d\d))?$/.test(value)) return false;
  const moment = new Date(value);
  if (Number.isNaN(moment.getTime())) return false;
  // `Date` would read 2026-02-30 as the second of March.
  const date = new Date(`${value.slice(0, 10)}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(value.slice(0, 10));
};

const asMoment = (value: string, isEnd: boolean) =>
  new Date(isEnd && value.length === 10 ? `${value}T23:59:59.999Z` : value).getTime();

const actionForm = /^[\w*]+(\.[\w*]+)?$/;

/** What is wrong with a value, taken by itself. */
function flawOf(key: SearchKey, value: string): LineProblem['what'] | undefined {
  if (key === 'since' || key === 'until') return isDay(value) ? undefined : 'no_date';
  const items = value.split(',').filter((item) => item !== '');
  if (ruleOf(key).isList === true && items.length === 0) return 'no_value';
  if (key === 'source' && !items.every((item) => searchSources.some((source) => source === item)))
    return 'unknown_source';
  return key === 'action' && !items.every((item) => actionForm.test(item)) ? 'bad_action' : undefined;
}

export type ReadLine = { filters: LineFilters; problems: LineProblem[]; tokens: LineToken[] };

/** What a line has been found to say so far. */
type Reading = {
  filters: LineFilters;
  /** Words and phrases that are looked for in reasons. */
  words: string[];
  /** Where filters stand that may still turn out to be wrong. */
  places: Map<string, LineToken>;
};

type Flaw = Pick<LineProblem, 'what' | 'text'>;

/** Reads a line. Whatever is wrong is reported with its place and left out of the filters; the rest counts. */
export function readLine(line: string): ReadLine {
  const tokens = tokensOf(line);
  const reading: Reading = { filters: {}, words: [], places: new Map() };
  const problems: LineProblem[] = [];
  for (const token of tokens) {
    const flaw = take(reading, token, line);
    if (flaw) problems.push({ from: token.from, to: token.to, ...flaw });
  }
  for (const found of [takeWords(reading), checkPeriod(reading)]) if (found) problems.push(found);
  return { filters: reading.filters, problems: problems.sort((a, b) => a.from - b.from), tokens };
}

/** Adds one part of the line. @returns what is wrong with it, if anything */
function take({ filters, words, places }: Reading, token: LineToken, line: string): Flaw | undefined {
  const { from, to, key: written, value, isNegated, isOpen } = token;
  const key = written === undefined ? 'reason' : searchKeys.find((each) => each === written);
  if (key === undefined) return { what: 'unknown_key', text: written ?? '' };
  if (isOpen) return { what: 'open_quote', text: value };
  if (value.trim() === '') return { what: 'no_value', text: written ?? line.slice(from, to) };
  const rule = ruleOf(key);
  const name = isNegated ? rule.not : rule.filter;
  if (name === undefined) return { what: 'not_excludable', text: written ?? value };
  const flaw = flawOf(key, value);
  if (flaw !== undefined) return { what: flaw, text: value };
  if (key !== 'reason' && rule.isList !== true && filters[name] !== undefined)
    return { what: 'twice', text: written ?? '' };
  if (key === 'reason') words.push(value);
  else filters[name] = rule.isList === true ? withItems(filters[name], value) : value;
  if (!places.has(name)) places.set(name, token);
  return undefined;
}

/** A list of values with those of a further one, each once. */
const withItems = (list: string | undefined, value: string): string =>
  [...new Set([...(list?.split(',') ?? []), ...value.split(',').filter((item) => item !== '')])].join(',');

/** @returns that no word is long enough, if so */
function takeWords({ filters, words, places }: Reading): LineProblem | undefined {
  const first = places.get('reason');
  if (first !== undefined && words.every((each) => each.length < shortestWord))
    return { from: first.from, to: first.to, what: 'short_words', text: words.join(' ') };
  if (words.length > 0) filters['reason'] = words.map(word).join(' ');
  return undefined;
}

/** @returns that the period ends before it begins, if so: then it has no end */
function checkPeriod({ filters, places }: Reading): LineProblem | undefined {
  const place = places.get('until');
  const { since, until } = filters;
  if (!place || since === undefined || until === undefined) return undefined;
  if (asMoment(since, false) <= asMoment(until, true)) return undefined;
  delete filters['until'];
  return { from: place.from, to: place.to, what: 'ends_before', text: until };
}

/** Filters as a line; those that a line has no key for are left out. */
export function lineOf(filters: Readonly<LineFilters>): string {
  const parts = searchKeys.flatMap((key) => {
    const { filter, not }: KeyRule = ruleOf(key);
    if (key === 'reason') return [];
    const [given, left] = [filters[filter], not === undefined ? undefined : filters[not]];
    return [
      ...(given === undefined || given === '' ? [] : [`${key}:${bare(given)}`]),
      ...(left === undefined || left === '' ? [] : [`-${key}:${bare(left)}`]),
    ];
  });
  return [...parts, ...reasonWords(filters['reason'] ?? '').map(word)].join(' ');
}

/** Every filter that a line can name. */
export const lineFilterNames: readonly string[] = searchKeys.flatMap((key) => {
  const { filter, not }: KeyRule = ruleOf(key);
  return not === undefined ? [filter] : [filter, not];
});
