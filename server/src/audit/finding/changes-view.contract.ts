// The view “Changes” of the change log leaves out what changes nothing. The console filters by it, and an export names it
// instead of its actions.

/** Actions that change no stored data: signing in and out, and taking a copy of something. */
export const passingActions: readonly string[] = [
  'auth.sign_in',
  'auth.sign_in_failed',
  'auth.sign_in_locked',
  'auth.sign_in_refused',
  'auth.sign_out',
  'auth.token_refused',
  'access.refuse',
  'user.open',
  'audit.export',
  'audit.export_request',
  'audit.export_end',
  'audit.export_download',
  'audit.archive_download',
  'submission.download_sheet',
  'submission.export_records',
  'file.download',
  'ena_attempt.download',
  'ena_request.download',
];

const inOneOrder = (actions: readonly string[]) => [...actions].sort().join(',');
const passing = inOneOrder(passingActions);

/** Whether a value of a filter is what the view leaves out, in whatever order. @param value actions, separated by commas */
export const isChangesView = (name: string, value: string): boolean =>
  name === 'notAction' && value.length === passing.length && inOneOrder(value.split(',')) === passing;
