import type { AuditFilter, ResolvedFilter } from '../audit.queries.ts';
import { type AuditEvent, type AuditValue, personal, plain } from '../audit-event.ts';
import type { AuditExportFormat } from './export.contract.ts';

/** What an export is asked for. */
export type ExportFacts = {
  id: string;
  format: AuditExportFormat;
  filter: AuditFilter;
  resolved: ResolvedFilter;
};

/**
 * How it ended: `failed` before the first byte, `cut` on its way (some of the `bytes` may have arrived), `complete`
 * with the number of events and the SHA-256 of the whole file. `matching`: there are more events than had room.
 */
export type ExportEnd =
  | { outcome: 'complete'; bytes: number; rows: number; sha256: string; matching?: number }
  | { outcome: 'cut' | 'failed'; bytes: number };

/** Somebody, or the schedule, has asked for one that is written in the background. */
export const requestedEvent = (facts: ExportFacts): AuditEvent => eventOf('audit.export_request', facts);

/** Written before the first byte leaves. @param attempt told from the second on: the worker before it did not end it */
export const startedEvent = (facts: ExportFacts, attempt = 1): AuditEvent =>
  eventOf('audit.export', facts, attempt > 1 ? { attempt } : {});

/** Written when it has ended; stands for itself, since the start may lie in a month that is gone. */
export const endedEvent = (facts: ExportFacts, end: ExportEnd): AuditEvent =>
  eventOf('audit.export_end', facts, end);

/** The file that was kept has been sent once more. */
export const downloadedEvent = (facts: ExportFacts, sha256: string | null): AuditEvent =>
  eventOf('audit.export_download', facts, { sha256 });

/** The file that was kept is no longer. */
export const expiredEvent = (id: string, format: AuditExportFormat): AuditEvent => ({
  action: 'audit.export_expire',
  target: targetOf({ id, format }),
});

/** It is on the list of exports no longer. */
export const forgottenEvent = (id: string, format: AuditExportFormat): AuditEvent => ({
  action: 'audit.export_forget',
  target: targetOf({ id, format }),
});

/** Ended before it was written, since who asked is erased: what they looked for is not told again. */
export const cancelledEvent = (facts: Pick<ExportFacts, 'id' | 'format'>): AuditEvent => ({
  action: 'audit.export_end',
  target: targetOf(facts),
  facts: { format: facts.format, outcome: 'failed', bytes: 0 },
});

type AuditFacts = Record<string, AuditValue>;

const eventOf = (action: string, facts: ExportFacts, more: AuditFacts = {}): AuditEvent => ({
  action,
  target: targetOf(facts),
  facts: { ...askedFor(facts), ...more },
});

const targetOf = ({ id, format }: Pick<ExportFacts, 'id' | 'format'>) => ({
  type: 'AuditExport',
  id,
  label: `change log as ${format.toUpperCase()}`,
});

/** What may name a person: whom or what the auditor looked for must not stay in the evidence for good. */
const telling = ['actor', 'notActor', 'onBehalfOf', 'record', 'notRecord', 'reason', 'address'] as const;

function askedFor({ format, filter, resolved }: ExportFacts): AuditFacts {
  const told = telling.flatMap((name) => {
    const value = filter[name];
    if (value === undefined) return [];
    const values = [value].flat().map((text) => personal(text, resolved.meant?.get(text) ?? null));
    return [[name, values.length === 1 ? (values[0] as AuditValue) : values]];
  });
  return { format, filter: { ...(plain(filter) as AuditFacts), ...Object.fromEntries(told) } };
}
