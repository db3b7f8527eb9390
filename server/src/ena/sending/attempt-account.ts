import { otherAccount } from '../ena.errors.ts';
import type { Attempt } from './attempts.service.ts';

type Made = Pick<Attempt, 'account' | 'sentCount' | 'submissionAlias'>;

/** Names of Webin accounts are the same in capitals and small letters. */
const isSame = (one: string, other: string) => one.toLowerCase() === other.toLowerCase();

/**
 * A request as this account may go on with it. ENA keeps aliases by account: to any other one than it was sent under, it
 * does not know the request, and would register its records a second time.
 *
 * @param account of this installation, now
 * @throws AppError `ena.other_account` when it has left under another one
 */
export function underAccount<A extends Made>(attempt: A, account: string | undefined): A {
  if (attempt.sentCount === 0) return { ...attempt, account: account ?? null };
  if (attempt.account !== null && !isSame(attempt.account, account ?? ''))
    throw otherAccount(attempt.submissionAlias, attempt.account, account);
  return attempt;
}
