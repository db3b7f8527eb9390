import { daysIn, monthNames } from './iso-date.ts';

const monthOf = (word: string): number =>
  monthNames.findIndex((name) => name.toLowerCase().startsWith(word.toLowerCase().slice(0, 3))) + 1;
const pad = (part: number | string) => String(part).padStart(2, '0');
const monthWord = '(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\\.?';
const date = (year: string, month: number | string, day: string) => `${year}-${pad(month)}-${pad(day)}`;

const longestDate = 60;

/** Forms that people and spreadsheets write, with the ISO form of each; the first that fits decides. */
const forms: readonly [form: RegExp, iso: (...parts: string[]) => string | undefined][] = [
  [/^(\d{4})[./-](\d{1,2})[./-](\d{1,2})$/, (year, month, day) => date(year, month, day)],
  [/^([12]\d{3})(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])$/, (year, month, day) => date(year, month, day)],
  [/^(\d{1,2})[./-](\d{1,2})[./-](\d{4})$/, dayAndMonth],
  [
    new RegExp(`^(\\d{1,2})(?:st|nd|rd|th)?[ .-]+${monthWord}[ ,.-]+(\\d{4})$`, 'i'),
    (day, month, year) => date(year, monthOf(month), day),
  ],
  [
    new RegExp(`^${monthWord}[ .-]+(\\d{1,2})(?:st|nd|rd|th)?[ ,.-]+(\\d{4})$`, 'i'),
    (month, day, year) => date(year, monthOf(month), day),
  ],
  [new RegExp(`^${monthWord}[ ,.-]+(\\d{4})$`, 'i'), (month, year) => `${year}-${pad(monthOf(month))}`],
  [new RegExp(`^(\\d{4})[ ,.-]+${monthWord}$`, 'i'), (year, month) => `${year}-${pad(monthOf(month))}`],
  [/^(\d{4})[./](\d{1,2})$/, (year, month) => `${year}-${pad(month)}`],
  [/^(\d{1,2})[./](\d{4})$/, (month, year) => `${year}-${pad(month)}`],
  [
    /^(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d(?::\d\d)?)(?:\.\d+)?\s*(?:Z|UTC|[+-]00:?00)$/i,
    (day, time) => `${day}T${time}Z`,
  ],
  [
    /^(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d(?::\d\d)?)(?:\.\d+)?([+-]\d\d):?00$/,
    (day, time, zone) => `${day}T${time}${zone}`,
  ],
  [/^(\d{4}-\d\d-\d\d) (\d\d:\d\d(?::\d\d)?)$/, (day, time) => `${day}T${time}`],
  [/^(\d{4}(?:-\d\d){0,2})\s*(?:-|–|to|until|\/)\s*(\d{4}(?:-\d\d){0,2})$/i, (from, to) => `${from}/${to}`],
  [
    /^(?:spring|summer|autumn|fall|winter|early|late|mid|ca\.?|circa|around|about)[ -]+(\d{4})$/i,
    (year) => year,
  ],
  [/^(\d{5})(?:\.\d+)?$/, spreadsheetDay],
];

/**
 * The ISO 8601 form of a date written in another way.
 *
 * @returns undefined where a person has to decide (`03/04/2020` is two dates) or for no date at all
 */
export function isoGuess(value: string): string | undefined {
  if (value.length > longestDate) return undefined;
  for (const [form, iso] of forms) {
    const parts = form.exec(value.trim());
    if (parts) return iso(...parts.slice(1));
  }
  return undefined;
}

/** Which number is the day can be told only when the other cannot be a month. */
function dayAndMonth(first: string, second: string, year: string): string | undefined {
  const [one, two] = [Number(first), Number(second)];
  if (one === two || (one > 12 && two <= 12)) return date(year, second, first);
  if (two > 12 && one <= 12) return date(year, first, second);
  return undefined;
}

/** Spreadsheets keep a date as the number of days since 1899-12-30; 20000 is in 1954, 60000 in 2064. */
function spreadsheetDay(days: string): string | undefined {
  const count = Number(days);
  if (count < 20_000 || count > 60_000) return undefined;
  return new Date(Date.UTC(1899, 11, 30 + count)).toISOString().slice(0, 10);
}

/** Whether a guess names a real day; `2014/30/40` does not. */
export function isReal(iso: string): boolean {
  return iso.split('/').every((part) => {
    const [year = 0, month = 1, day = 1] = part.slice(0, 10).split('-').map(Number);
    return month >= 1 && month <= 12 && day >= 1 && day <= daysIn(year, month);
  });
}
