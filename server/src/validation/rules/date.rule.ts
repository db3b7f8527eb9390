import { accepts, collectionDate, type CompiledField } from '../compiled-checklist.ts';
import { error, quoted, warning, type Issue } from '../issue.ts';
import { isoGuess, isReal } from '../text/date-guess.ts';
import { datesOf, impossiblePart, isBefore, partialDate } from '../text/iso-date.ts';

/** Dates: in ISO 8601 as ENA takes it, in the calendar, in the right order, not in the future. */
export function dateIssue(value: string, field: CompiledField, today: string): Issue | undefined {
  if (!field.isDate) return undefined;
  return (
    calendarIssue(value, field) ??
    formIssue(value, field) ??
    orderIssue(value, field) ??
    futureIssue(value, field, today)
  );
}

/** ENA's pattern lets 31 February through; the calendar does not. */
function calendarIssue(value: string, field: CompiledField): Issue | undefined {
  for (const date of datesOf(value)) {
    const why = impossiblePart(date);
    if (why === undefined) continue;
    const message = `${quoted(value)} is not a real date: ${why}.`;
    return field.isListed ? error('date.calendar', message) : warning('date.calendar', message);
  }
  return undefined;
}

function formIssue(value: string, field: CompiledField): Issue | undefined {
  const isRight = field.type === 'date' ? partialDate(value)?.day !== undefined : accepts(field, value);
  if (isRight) return undefined;
  const guess = isoGuess(value);
  const isUsable = guess !== undefined && isReal(guess) && accepts(field, guess);
  const asked = 'Dates are written year first, YYYY-MM-DD, or shorter as far as known (YYYY-MM, YYYY)';
  if (isUsable)
    return error('date.form', `${quoted(value)} is not written as ENA takes dates. ${asked}.`, guess);
  const isAmbiguous = /^\d{1,2}[./-]\d{1,2}[./-]\d{2,4}$/.test(value);
  const why = isAmbiguous
    ? `${quoted(value)} does not say which number is the month.`
    : `${quoted(value)} cannot be read as a date.`;
  return error('date.form', `${why} ${asked}; a span has a slash between its two dates.`);
}

function orderIssue(value: string, field: CompiledField): Issue | undefined {
  const [from, to] = datesOf(value);
  if (!from || !to || !isBefore(to, from)) return undefined;
  const message = `The span ends before it begins: ${to.text} is earlier than ${from.text}.`;
  return field.isListed
    ? error('date.order', message, `${to.text}/${from.text}`)
    : warning('date.order', message);
}

function futureIssue(value: string, field: CompiledField, today: string): Issue | undefined {
  const now = partialDate(today);
  const future = field.name === collectionDate && now && datesOf(value).find((date) => isBefore(now, date));
  if (!future) return undefined;
  return warning('date.future', `${future.text} is in the future. Is the collection date right?`);
}
