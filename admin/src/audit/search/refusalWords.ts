import type { Text } from '../../i18n/useText.ts';
import { ApiProblem } from '../../providers/problem.ts';

/** The API's message for a text that is too long. */
const tooLong = /<=\s*(\d+) characters/;

/**
 * Why the server refuses a filter, in words that say what to change.
 *
 * @returns null for any other error, which is shown in place of the list
 */
export const refusalWords = (error: unknown, text: Text, locale: string): string | null => {
  if (!(error instanceof ApiProblem) || error.status !== 422) return null;
  if (error.code !== 'request.invalid' || error.errors.length === 0) return error.message;
  const each = error.errors.map(({ path, message }) => {
    const most = tooLong.exec(message)?.[1];
    if (most === undefined) return `${path}: ${message}`;
    return text('finding.line.tooLongValue', { name: path, most: Number(most).toLocaleString(locale) });
  });
  return each.join(' ');
};
