import type { Text } from '../i18n/useText.ts';
import { ApiProblem } from '../providers/problem.ts';

/** Why signing in did not work, in words that say what to do. */
export const refusalOf = (error: unknown, text: Text): string => {
  if (!(error instanceof ApiProblem)) return text('signin.failed', { detail: String(error) });
  if (error.status === 0) return text('signin.unreachable');
  if (error.status === 401) return text('signin.wrong');
  return error.status === 429 ? text('signin.tooMany') : text('signin.failed', { detail: error.message });
};
