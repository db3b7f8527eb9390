import type { AuditValue } from '../../audit/audit-event.ts';
import type { ObjectAt } from './object-rows.ts';

/** What changed, records that went the same way together: each with all its accessions. */
export function transitionsOf(
  steps: readonly { before: ObjectAt; after: ObjectAt }[],
): { [key: string]: AuditValue }[] {
  const groups = new Map<string, { [key: string]: AuditValue } & { accessions: string[] }>();
  for (const { before, after } of steps) {
    const way = {
      ...between('status', before.status, after.status),
      ...between('processing', before.processStatus, after.processStatus),
      ...between('error', before.processError, after.processError),
      ...between('produced', producedOf(before), producedOf(after)),
      ...between('holdUntil', instantOf(before.holdUntil), instantOf(after.holdUntil)),
      ...between('failedAt', instantOf(before.failedAt), instantOf(after.failedAt)),
      ...between('listedSince', instantOf(before.firstSeenAt), instantOf(after.firstSeenAt)),
    };
    if (Object.keys(way).length === 0) continue;
    const key = JSON.stringify(way);
    const group = groups.get(key) ?? { ...way, accessions: [] };
    group.accessions.push(after.accession);
    groups.set(key, group);
  }
  return [...groups.values()];
}

const between = (
  field: string,
  before: string | null,
  after: string | null,
): { [key: string]: AuditValue } => (before === after ? {} : { [field]: { before, after } });

const instantOf = (moment: Date | null): string | null => moment && new Date(moment).toISOString();

const producedOf = ({ produced }: ObjectAt): string | null =>
  produced
    .map(({ kind, first, last }) => `${kind}:${first === last ? first : `${first}-${last}`}`)
    .join(', ') || null;
