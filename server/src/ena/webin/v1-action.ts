import { UnsendableError } from './xml/unsendable.error.ts';

/** What Webin v1 is to do with the sets of a request, said in its form instead of in a SUBMISSION. */
export interface V1Action {
  readonly action: 'ADD' | 'MODIFY' | 'VALIDATE,ADD' | 'VALIDATE,MODIFY';
  /** `YYYY-MM-DD`; needed for ADD, since ENA would choose another. */
  readonly holdUntilDate?: string | undefined;
  /** Brokers must give it. */
  readonly centerName?: string | undefined;
}

/**
 * The text fields of the form (ENA documentation, Webin v1): the date as dd-MM-yyyy.
 * @throws UnsendableError for an ADD without a date, or a date that is none
 */
export function v1Fields({ action, holdUntilDate, centerName }: V1Action): Record<string, string> {
  if (action.endsWith('ADD') && holdUntilDate === undefined)
    throw new UnsendableError('submission', '', 'hold date', 'is missing');
  return {
    ACTION: action,
    ...(holdUntilDate !== undefined && { HOLD_DATE: dayFirst(holdUntilDate) }),
    ...(centerName && { CENTER_NAME: centerName }),
  };
}

function dayFirst(date: string): string {
  const [, year, month, day] = /^(\d{4})-(\d\d)-(\d\d)$/.exec(date) ?? [];
  const time = Date.parse(`${date}T00:00:00Z`);
  if (year && !Number.isNaN(time) && new Date(time).toISOString().startsWith(date))
    return `${day}-${month}-${year}`;
  throw new UnsendableError('submission', '', 'hold date', `"${date}" is not a date (YYYY-MM-DD)`);
}
