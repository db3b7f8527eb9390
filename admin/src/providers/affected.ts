import type { StreamEventView } from '@contract/platform/events/event.contract.ts';

/** Which resources of the console may look different after a change of a subject; names as in `resources.ts`. */
const bySubject: Record<string, readonly string[]> = {
  submission: ['submissions', 'records', 'findings', 'eligible', 'change-log'],
  record: ['submissions', 'records', 'findings', 'change-log'],
  file: ['files', 'file-states', 'change-log'],
  accession: ['accessions', 'submissions', 'records', 'change-log'],
  enabatch: ['batches', 'batch-items', 'eligible', 'submissions', 'records', 'accessions', 'change-log'],
  enaschedule: ['schedule-runs', 'batches', 'eligible', 'change-log'],
  enaproblem: ['ena-problems', 'batches', 'change-log'],
  enarequest: ['ena-requests', 'ena-request-objects', 'umbrellas', 'accessions', 'change-log'],
  auditexport: ['log-exports', 'change-log'],
  auditexportschedule: ['log-exports', 'change-log'],
  auditverification: ['log-verification', 'change-log'],
  auditretention: ['log-retention', 'log-months', 'change-log'],
  audithold: ['log-holds', 'log-retention', 'change-log'],
  user: ['users', 'change-log'],
  checklist: ['checklists', 'submissions', 'findings', 'change-log'],
};

/** What changes with the end of a run over the change log, and with none of its steps: asking for it costs the server more. */
const byType: Record<string, readonly string[]> = {
  AuditVerificationAlarmed: ['health'],
  AuditVerificationPassed: ['health'],
};

const everything = [...new Set(Object.values(bySubject).flat())];

/** The subject of a reset: the page was away for too long to be told each change, and fetches everything anew. */
const all = '*';

/** The resources that a handful of events touches, each once. Subjects are compared by letters only: `ena_batch` is `EnaBatch`. */
export const affectedBy = (events: readonly StreamEventView[]): Set<string> =>
  new Set(
    events.flatMap(({ type, subject }) =>
      subject.type === all
        ? everything
        : [...(bySubject[subject.type.toLowerCase().replace(/[^a-z]/g, '')] ?? []), ...(byType[type] ?? [])],
    ),
  );
