import type { ReasonView } from '@contract/audit/runs/reason.contract.ts';
import type { Text, TextKey } from '../i18n/useText.ts';
import { monthWords } from './retention/monthWords.ts';

/** A reason in the console's language; in the server's words if it has no code. */
export const reasonWords = (
  says: string,
  reason: ReasonView | undefined,
  text: Text,
  locale: string,
): string => {
  if (reason === undefined) return says;
  const { code, params } = reason;
  const month = params['month'];
  return text(`audit.reason.${code}` as TextKey, {
    ...params,
    ...(typeof month === 'string' && { month: monthWords(month, locale) }),
    _: says, // a newer server may know more codes, and some flaws are of files alone
  });
};
