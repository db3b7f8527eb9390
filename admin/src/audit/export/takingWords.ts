import type { Text } from '../../i18n/useText.ts';
import { ApiProblem } from '../../providers/problem.ts';

const known = [
  'archive_gone',
  'archive_altered',
  'archive_unproven',
  'archive_unreachable',
  'month_not_archived',
] as const;

/** Why a file was not sent, and whom to tell; in the server's words if it knows more. */
export const takingWords = (error: unknown, text: Text): string => {
  if (!(error instanceof ApiProblem)) return error instanceof Error ? error.message : String(error);
  if (error.code === 'network.unreachable') return text('parts.error.network');
  const code = known.find((each) => error.code === `audit.${each}`);
  if (code === undefined) return error.message === '' ? text('parts.error.other') : error.message;
  const { bucket, key } = error.facts;
  return text(`retention.refused.${code}`, { bucket: String(bucket ?? ''), key: String(key ?? '') });
};
