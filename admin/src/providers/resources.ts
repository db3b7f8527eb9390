import type { Subject } from './ability.ts';

type Meta = Record<string, string | undefined>;

/** Where a resource of the console lives in the API, and which subject of the policy table it is. */
type ResourceAddress = { path: (meta: Meta) => string; subject: Subject };

const at = (path: string, subject: Subject): ResourceAddress => ({ path: () => path, subject });
const within = (parent: string, meta: string, child: string, subject: Subject): ResourceAddress => ({
  path: (given) => `${parent}/${encodeURIComponent(given[meta] ?? '')}/${child}`,
  subject,
});

export const resources = {
  submissions: at('/submissions', 'Submission'),
  records: within('/submissions', 'submissionId', 'records', 'Record'),
  files: within('/submissions', 'submissionId', 'files', 'File'),
  'file-states': within('/submissions', 'submissionId', 'file-states', 'File'),
  findings: within('/submissions', 'submissionId', 'findings', 'Submission'),
  accessions: at('/accessions', 'Accession'),
  eligible: at('/ena/eligible', 'EnaBatch'),
  batches: at('/ena/batches', 'EnaBatch'),
  'batch-items': within('/ena/batches', 'batchId', 'items', 'EnaBatch'),
  'schedule-runs': at('/ena/schedule/runs', 'EnaSchedule'),
  'ena-problems': at('/ena/problems', 'EnaProblem'),
  'ena-requests': at('/ena/requests', 'EnaRequest'),
  'ena-request-objects': within('/ena/requests', 'requestId', 'objects', 'EnaRequest'),
  umbrellas: at('/ena/umbrellas', 'EnaRequest'),
  'change-log': at('/audit/events', 'AuditEvent'),
  'log-exports': at('/audit/exports', 'AuditExport'),
  'log-retention': at('/audit/retention', 'AuditRetention'),
  'log-months': at('/audit/retention/months', 'AuditRetention'),
  'log-holds': at('/audit/holds', 'AuditHold'),
  'log-verification': at('/audit/verification', 'AuditVerification'),
  users: at('/users', 'User'),
  checklists: at('/checklists', 'Checklist'),
} satisfies Record<string, ResourceAddress>;

const known = (name: string): ResourceAddress | undefined =>
  (resources as Record<string, ResourceAddress>)[name];

export const subjectOf = (name: string): Subject | undefined => known(name)?.subject;

export const pathOf = (name: string, meta: Meta = {}): string => {
  const address = known(name);
  if (address === undefined) throw new Error(`no address is known for resource ${name}`);
  return address.path(meta);
};
