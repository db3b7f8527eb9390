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
 * with the number of events and the SHA-256 of the whole file.
 */
export type ExportEnd =
  | { outcome: 'complete'; bytes: number; rows: number; sha256: string }
  | { outcome: 'cut' | 'failed'; bytes: number };

/** Written before the first byte leaves. */
export const startedEvent = (facts: ExportFacts): AuditEvent => ({
  action: 'audit.export',
  target: targetOf(facts),
  facts: askedFor(facts),
});

/** Written when it has ended; stands for itself, since the start may lie in a month that is gone. */
export const endedEvent = (facts: ExportFacts, end: ExportEnd): AuditEvent => ({
  action: 'audit.export_end',
  target: targetOf(facts),
  facts: { ...askedFor(facts), ...end },
});

type AuditFacts = Record<string, AuditValue>;

const targetOf = ({ id, format }: ExportFacts) => ({
  type: 'AuditExport',
  id,
  label: `change log as ${format.toUpperCase()}`,
});

/** Whom the auditor looked for is that person's data: a name or address must not stay in the evidence for good. */
function askedFor({ format, filter: { actor, ...filter }, resolved }: ExportFacts): AuditFacts {
  const people = resolved.actorIds?.filter((id) => id !== actor) ?? [];
  const person = people.length === 1 ? people[0] : undefined;
  return {
    format,
    filter: { ...(plain(filter) as AuditFacts), ...(actor && { actor: personal(actor, person) }) },
  };
}
