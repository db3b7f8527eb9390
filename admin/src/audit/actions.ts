import type { Text } from '../i18n/useText.ts';

/** The actions this catalogue has words for, by their names in the log. */
export const actions = [
  'submission.create',
  'submission.update',
  'submission.upload_sheet',
  'submission.recheck',
  'submission.submit',
  'submission.claim',
  'submission.request_changes',
  'submission.approve',
  'submission.reject',
  'submission.withdraw',
  'submission.revise',
  'submission.register_at_ena',
  'record.update',
  'accession.release',
  'ena_batch.create',
  'ena_batch.send',
  'ena_batch.retry',
  'ena_batch.remove',
  'ena_batch.unsendable',
  'ena_batch.finish',
  'ena_attempt.accepted',
  'ena_attempt.refused',
  'ena_attempt.needs_person',
  'user.create',
  'user.update',
  'user.change_roles',
  'user.revoke_sessions',
  'checklist.import',
  'auth.sign_in',
  'auth.sign_in_failed',
  'auth.sign_out',
  'auth.refresh_reused',
  'audit.export',
  'audit.export_end',
] as const;
export type Action = (typeof actions)[number];

const known = new Set<string>(actions);
const isKnown = (action: string): action is Action => known.has(action);

/** An action in words; one that is newer than this console is shown by its name in the log. */
export const actionWords = (action: string, text: Text): string =>
  isKnown(action) ? text(`audit.action.${action}`) : action;
