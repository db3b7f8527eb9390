import type { AuditFilter, ResolvedFilter } from '../audit.queries.ts';
import { type AuditEvent, type AuditValue, personal, plain } from '../audit-event.ts';
import type { AuditExportFormat } from './export.contract.ts';

/** What is asked of an export. */
export type ExportFacts = {
  id: string;
  format: AuditExportFormat;
  filter: AuditFilter;
  resolved: ResolvedFilter;
};

/**
 * How an export ended: `failed` before the first byte, `cut` while it was sent (some of the `bytes` may have arrived),
 * or `complete` with the number of events and the SHA-256 of the whole file. `matching` is given if there are more
 * events than the format had room for.
 */
export type ExportEnd =
  | { outcome: 'complete'; bytes: number; rows: number; sha256: string; matching?: number }
  | { outcome: 'cut' | 'failed'; bytes: number };

/** Somebody, or the schedule, has requested an export that is written in the background. */
export const requestedEvent = (facts: ExportFacts): AuditEvent => eventOf('audit.export_request', facts);

/**
 * Written before the first byte leaves.
 *
 * @param attempt stated from the second on, when an earlier worker did not finish
 */
export const startedEvent = (facts: ExportFacts, attempt = 1): AuditEvent =>
  eventOf('audit.export', facts, attempt > 1 ? { attempt } : {});

/**
 * Written when an export has ended. Repeats what was asked for, since the start may lie in a month that has left the
 * log.
 */
export const endedEvent = (facts: ExportFacts, end: ExportEnd): AuditEvent =>
  eventOf('audit.export_end', facts, end);

/** The file of an export was downloaded. */
export const downloadedEvent = (facts: ExportFacts, sha256: string | null): AuditEvent =>
  eventOf('audit.export_download', facts, { sha256 });

/** The file of an export was removed. */
export const expiredEvent = (id: string, format: AuditExportFormat): AuditEvent => ({
  action: 'audit.export_expire',
  target: targetOf({ id, format }),
});

/** An export was removed from the list. */
export const forgottenEvent = (id: string, format: AuditExportFormat): AuditEvent => ({
  action: 'audit.export_forget',
  target: targetOf({ id, format }),
});

/**
 * An export was ended before it was written, since whoever asked for it is erased. What they looked for is not
 * repeated.
 */
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

/** Filters that may name a person: whom an auditor looked for must not stay in the evidence for good. */
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
