import { passingActions } from '@contract/audit/finding/changes-view.contract.ts';
import type { Text } from '../i18n/useText.ts';

/** The actions of the log, grouped by what they are about. The catalogue (i18n) has the words for each. */
export const actionGroups = {
  submission: [
    'submission.create',
    'submission.update',
    'submission.upload_sheet',
    'submission.download_sheet',
    'submission.export_records',
    'record.update',
    'submission.recheck',
    'submission.submit',
    'submission.claim',
    'submission.request_changes',
    'submission.approve',
    'submission.reject',
    'submission.withdraw',
    'submission.revise',
    'submission.register_at_ena',
    'submission.follow_at_ena',
    'submission.expire_at_ena',
  ],
  files: [
    'upload.begin',
    'upload.complete',
    'upload.abort',
    'file.verify',
    'file.reject',
    'file.remove',
    'file.download',
  ],
  accession: ['accession.hold', 'accession.release', 'accession.suppress', 'accession.withdraw'],
  ena: [
    'ena_batch.create',
    'ena_batch.validate',
    'ena_batch.check',
    'ena_batch.take_out',
    'ena_batch.approve',
    'ena_batch.pause',
    'ena_batch.resume',
    'ena_batch.cancel',
    'ena_batch.send',
    'ena_batch.retry',
    'ena_batch.unsendable',
    'ena_batch.finish',
    'ena_batch.remove',
    'ena_attempt.accepted',
    'ena_attempt.refused',
    'ena_attempt.needs_person',
    'ena_attempt.resolve',
    'ena_attempt.give_up',
    'ena_attempt.download',
    'ena_request.create',
    'ena_request.asked',
    'ena_request.retry',
    'ena_request.split',
    'ena_request.confirm',
    'ena_request.decline',
    'ena_request.done',
    'ena_request.refused',
    'ena_request.needs_person',
    'ena_request.download',
    'ena_problem.take',
    'ena_problem.give_back',
    'ena_problem.resolve',
    'ena_upload.send',
    'ena_upload.fail',
    'ena_connection.test',
    'ena_umbrella.create',
    'ena_umbrella.change',
    'ena_schedule.update',
    'ena_schedule.pause',
    'ena_schedule.resume',
    'ena_schedule.run',
    'ena_schedule.skip',
    'ena_schedule.finish',
  ],
  people: [
    'user.create',
    'user.update',
    'user.change_roles',
    'user.revoke_sessions',
    'user.erasure_request',
    'user.erase',
  ],
  access: [
    'auth.sign_in',
    'auth.sign_in_failed',
    'auth.sign_in_locked',
    'auth.sign_in_refused',
    'auth.sign_out',
    'auth.refresh_reused',
    'auth.token_refused',
    'access.refuse',
    'user.open',
  ],
  checklist: ['checklist.import'],
  log: [
    'audit.export',
    'audit.export_request',
    'audit.export_end',
    'audit.export_download',
    'audit.export_expire',
    'audit.export_forget',
    'audit.export_retry',
    'audit.export_schedule',
    'audit.verification_request',
    'audit.verification',
    'audit.verification_alarm',
    'audit.key_register',
    'audit.publication_alarm',
    'audit.publication_alarm_end',
    'audit.hold',
    'audit.hold_lift',
    'audit.retention_request',
    'audit.archive',
    'audit.archive_download',
    'audit.archive_altered',
    'audit.archive_remove',
    'audit.retention',
    'audit.retention_failed',
  ],
} as const;

export type ActionGroup = keyof typeof actionGroups;
export type KnownAction = (typeof actionGroups)[ActionGroup][number];

export const groupNames = Object.keys(actionGroups) as ActionGroup[];
const known = new Set<string>(Object.values(actionGroups).flat());

const isKnown = (action: string): action is KnownAction => known.has(action);

/** An action in words; one that the catalogue does not know yet is shown by its code. */
export const actionWords = (action: string, text: Text): string =>
  isKnown(action) ? text(`audit.action.${action}`) : action;

/** All actions of a group, in the form that the filter takes. */
export const groupValue = (group: ActionGroup): string => actionGroups[group].join(',');

/** The actions that the view “Changes” leaves out, as the value of the filter that does so. */
export const passingValue = passingActions.join(',');

/** A filter by action in words: one action, or a whole group. */
export const actionFilterWords = (value: string, text: Text): string => {
  const group = groupNames.find((each) => actionGroups[each].length > 1 && groupValue(each) === value);
  if (group !== undefined) return text(`audit.group.${group}`);
  return value
    .split(',')
    .map((action) => actionWords(action, text))
    .join(', ');
};
