import type { AuditRetentionView } from './retention.contract.ts';

type Next = NonNullable<AuditRetentionView['next']>;

/** As many holds as are looked for. */
const most = 20;

/** @returns one sentence for people: which month is the oldest in the log, and why it has not left */
export function standingWords({ month, standing, holds, dueAt }: Next): string {
  if (standing === 'young')
    return `${month} is the oldest month and may leave from ${dueAt.slice(0, 10)} on.`;
  if (standing === 'held') {
    const count = holds.length < most ? String(holds.length) : `at least ${most}`;
    const what = holds.length === 1 ? 'legal hold' : 'legal holds';
    return `${month} is held by ${count} ${what} (${holds.join(', ')}): neither it nor a month after it leaves while ${holds.length === 1 ? 'it stands' : 'one of them stands'}.`;
  }
  if (standing === 'unsealed') return `${month} stays for now: some of its events wait for the seal.`;
  if (standing === 'erasing')
    return `${month} stays for now: an erasure that was asked for in it, or before, has not ended.`;
  return standing === 'archived'
    ? `${month} lies in the archive and leaves with the next run.`
    : `${month} is due and leaves with the next run.`;
}
