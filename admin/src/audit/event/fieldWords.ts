import type { Text } from '../../i18n/useText.ts';

const fields = [
  'status',
  'title',
  'description',
  'checklist',
  'holdDate',
  'curatorId',
  'sampleCount',
  'experimentCount',
  'runCount',
  'analysisCount',
  'sheetSha256',
  'readsSha256',
  'alias',
  'taxonId',
  'scientificName',
  'email',
  'name',
  'roles',
  'version',
  'keyId',
] as const;
type Field = (typeof fields)[number];

const isKnown = (name: string): name is Field => fields.some((each) => each === name);

/** The name of a field: attributes by their own name, others in words, and those without words by their code. */
export const fieldWords = (name: string, text: Text): string => {
  if (name.startsWith('attribute:')) return name.slice('attribute:'.length);
  if (name.startsWith('unit:')) return text('audit.unitOf', { name: name.slice('unit:'.length) });
  return isKnown(name) ? text(`audit.field.${name}`) : name;
};

const facts = [
  'accessions',
  'accounts',
  'action',
  'added',
  'again',
  'archives',
  'archivesDoubt',
  'attempt',
  'batch',
  'because',
  'bucket',
  'bytes',
  'category',
  'changed',
  'checklist',
  'code',
  'comparedHeads',
  'components',
  'consequence',
  'contentSha256',
  'counts',
  'document',
  'doubt',
  'dueToday',
  'enaSubmissionId',
  'encoding',
  'environment',
  'erasure',
  'errorsAdded',
  'errorsRemoved',
  'events',
  'failed',
  'failures',
  'fields',
  'fileId',
  'filter',
  'firstSampleAccession',
  'format',
  'guards',
  'holdDate',
  'itself',
  'key',
  'kind',
  'lastSampleAccession',
  'lastSegment',
  'left',
  'leftOut',
  'matching',
  'md5',
  'mentions',
  'message',
  'minted',
  'name',
  'night',
  'origin',
  'outcome',
  'overlapMinutes',
  'partOf',
  'passed',
  'payloadSha256',
  'place',
  'plannedFor',
  'problemsRaised',
  'problemsSettled',
  'projectAccession',
  'publicKey',
  'purpose',
  'reasons',
  'receiptSha256',
  'records',
  'removed',
  'replacedBy',
  'replaces',
  'request',
  'revision',
  'rows',
  'run',
  'saidNotFound',
  'says',
  'schema',
  'segments',
  'sessions',
  'several',
  'sha256',
  'sidecar',
  'since',
  'size',
  'sourceSha256',
  'state',
  'statement',
  'steps',
  'submission',
  'submissionId',
  'submissions',
  'supersededBy',
  'tables',
  'takenOut',
  'token',
  'transitions',
  'unchecked',
  'until',
  'validFrom',
  'validUntil',
  'values',
  'valuesLeft',
  'whole',
] as const;

/** The name of a fact; one without words is shown by its code. */
export const factWords = (name: string, text: Text): string => {
  const known = facts.find((each) => each === name);
  return known === undefined ? name : text(`audit.fact.${known}`);
};

const statuses = [
  'draft',
  'submitted',
  'in_review',
  'changes_requested',
  'approved',
  'rejected',
  'withdrawn',
] as const;

const batchStatuses = [
  'assembling',
  'checking',
  'checked',
  'sending',
  'accepted',
  'partial',
  'refused',
  'attention',
  'cancelled',
] as const;

/** The status of a submission, or of a batch and what it sends, in words; undefined for any other. */
export const statusWords = (status: unknown, text: Text): string | undefined => {
  const known = statuses.find((each) => each === status);
  if (known !== undefined) return text(`words.status.${known}`);
  const ofBatch = batchStatuses.find((each) => each === status);
  return ofBatch && text(`words.batch.${ofBatch}`);
};
