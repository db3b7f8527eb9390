// Values of events as words for a report: short, on one line, and none can look like something else.

/** In UTF-16 units. */
const longest = 240;
/** Of a list or a structure. */
const mostItems = 12;
const deepest = 2;

export const nothing = '(empty)';

export type Structure = Readonly<Record<string, unknown>>;

export const isStructure = (value: unknown): value is Structure =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

export const isTable = (value: unknown): value is Structure[] =>
  Array.isArray(value) && value.length > 0 && value.every(isStructure);

export const isEmpty = (value: unknown): boolean =>
  value === null || value === undefined || value === '' || (Array.isArray(value) && value.length === 0);

export const counted = (count: number, what: string): string => `${count} ${what}${count === 1 ? '' : 's'}`;

// Signs that nobody sees, and those that turn the direction of what follows.
const unseen = /[\p{Cc}\p{Zl}\p{Zp}\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu;
/** Whether a text may have any, which is known faster than which. */
// oxlint-disable-next-line no-control-regex -- exactly those are meant
const suspect = /[\u0000-\u001f\u007f-\u009f\u2000-\u20ff]/;

/** A text without breaks, so that none of its lines reads as another value. */
export const oneLine = (text: string): string =>
  suspect.test(text)
    ? text
        .replace(/\r\n?|\n/g, ' ⏎ ')
        .replace(
          unseen,
          (sign) => `[U+${(sign.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}]`,
        )
    : text;

const half = /[\ud800-\udbff]$/;

/** The beginning of a text, without cutting a character in half. */
function beginningOf(text: string, length: number): string {
  const start = text.slice(0, length);
  return half.test(start) ? start.slice(0, -1) : start;
}

const ambiguous = /→|^\s|\s$|^\(empty\)$|^“/;

/** @param from where it begins to be of interest; what stands before is left out */
export function textWords(text: string, from = 0): string {
  const at = from > 0 && /[\udc00-\udfff]/.test(text.charAt(from)) ? from - 1 : from;
  const rest = text.slice(at);
  const start = oneLine(beginningOf(rest, longest));
  const shown = ambiguous.test(start) ? `“${start}”` : start;
  const note = rest.length > longest ? ` … [cut: ${text.length} characters]` : '';
  return `${at > 0 ? '… ' : ''}${shown}${note}`;
}

const hash = /^[\da-f]{40,128}$/;
const moment = /^(\d{4}-\d\d-\d\d)T(\d\d:\d\d:\d\d)(?:\.\d+)?Z$/;

function stringWords(text: string): string {
  if (text.length < 20) return textWords(text);
  if (hash.test(text)) return `${text.slice(0, 12)}…`;
  const [, day, time] = moment.exec(text) ?? [];
  return day === undefined ? textWords(text) : `${day} ${time} UTC`;
}

const tableWords = (rows: readonly Structure[]): string =>
  `table of ${counted(rows.length, 'row')} and ${counted(new Set(rows.flatMap((row) => Object.keys(row))).size, 'column')}`;

/** Any value in a few words. Tables are told by their size. */
export function valueWords(value: unknown, depth = 0): string {
  if (isEmpty(value)) return nothing;
  if (typeof value === 'string') return stringWords(value);
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  if (isTable(value)) return tableWords(value);
  if (Array.isArray(value)) return depth > deepest ? counted(value.length, 'value') : listWords(value, depth);
  return isStructure(value) ? structureWords(value, depth) : String(value);
}

export function listWords(items: readonly unknown[], depth = 0): string {
  const shown = items.slice(0, mostItems).map((item) => valueWords(item, depth + 1));
  const more = items.length - shown.length;
  return `${shown.join(', ')}${more > 0 ? ` … and ${more} more` : ''}`;
}

function structureWords(value: Structure, depth: number): string {
  const names = Object.keys(value);
  if (names.length === 0) return nothing;
  if (depth > deepest) return counted(names.length, 'field');
  const shown = names
    .slice(0, mostItems)
    .map((name) => `${textWords(name)} ${valueWords(value[name], depth + 1)}`);
  const more = names.length - shown.length;
  return `${shown.join('; ')}${more > 0 ? ` … and ${counted(more, 'more field')}` : ''}`;
}
