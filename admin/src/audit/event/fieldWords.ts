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

/** What a field is called: attributes by their own name, others in words, and those without words by their code. */
export const fieldWords = (name: string, text: Text): string => {
  if (name.startsWith('attribute:')) return name.slice('attribute:'.length);
  if (name.startsWith('unit:')) return text('audit.unitOf', { name: name.slice('unit:'.length) });
  return isKnown(name) ? text(`audit.field.${name}`) : name;
};

const facts = [
  'accessions',
  'added',
  'batch',
  'because',
  'bucket',
  'bytes',
  'category',
  'changed',
  'consequence',
  'contentSha256',
  'enaSubmissionId',
  'document',
  'encoding',
  'environment',
  'erasure',
  'events',
  'fields',
  'filter',
  'firstSampleAccession',
  'format',
  'holdDate',
  'itself',
  'key',
  'kind',
  'lastSampleAccession',
  'lastSegment',
  'mentions',
  'message',
  'minted',
  'name',
  'night',
  'outcome',
  'overlapMinutes',
  'payloadSha256',
  'place',
  'projectAccession',
  'publicKey',
  'purpose',
  'reasons',
  'receiptSha256',
  'records',
  'removed',
  'request',
  'revision',
  'rows',
  'sessions',
  'sha256',
  'since',
  'sourceSha256',
  'statement',
  'submission',
  'submissionId',
  'submissions',
  'supersededBy',
  'tables',
  'token',
  'until',
  'values',
  'whole',
] as const;

/** What a fact is called; one without words is told by its code. */
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

/** A submission's status in words; undefined for any other. */
export const statusWords = (status: unknown, text: Text): string | undefined => {
  const known = statuses.find((each) => each === status);
  return known && text(`words.status.${known}`);
};
