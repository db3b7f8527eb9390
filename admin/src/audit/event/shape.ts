export type Shape =
  | 'nothing'
  | 'boolean'
  | 'number'
  | 'hash'
  | 'identifier'
  | 'request'
  | 'accession'
  | 'moment'
  | 'text'
  | 'structure';

const uuid = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i;
/** The form of dates in JSON: always UTC. */
const moment = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d{1,6})?Z$/;
const hash = /^[\da-f]{40,128}$/;
/** SeqDB's own: a prefix, the letter of the kind, eight digits and two check digits. */
const accession = /^[A-Z]{3,8}[PSXRZ]\d{10}$/;
const reference = /^(SUB|ENA)-\d{6,}$|^ER[CAPSX]\d{6,}$|^SAMEA\d+$|^PRJEB\d+$/;

/**
 * Splits several hashes that are written as one text, like those of a submission's tables.
 *
 * @returns null for anything else
 */
export const hashesIn = (value: unknown): string[] | null => {
  const parts = typeof value === 'string' ? value.split(', ') : [];
  return parts.length > 1 && parts.every((part) => hash.test(part)) ? parts : null;
};

/** Before and after as lists if either is several hashes, so that each can be told apart. */
export const hashesApart = (before: unknown, after: unknown): [unknown, unknown] => {
  if (hashesIn(before) === null && hashesIn(after) === null) return [before, after];
  const apart = (value: unknown) =>
    hashesIn(value) ?? (typeof value === 'string' && value !== '' ? [value] : value);
  return [apart(before), apart(after)];
};

/** What somebody asked of ENA about published records. */
const request = /^REQ-\d{6,}$/;

/** The kind of a value, which decides how it is shown. */
export const shapeOf = (value: unknown): Shape => {
  if (value === null || value === undefined || value === '') return 'nothing';
  if (typeof value === 'boolean') return 'boolean';
  if (typeof value === 'number') return 'number';
  if (typeof value !== 'string') return 'structure';
  if (hash.test(value)) return 'hash';
  if (accession.test(value)) return 'accession';
  if (request.test(value)) return 'request';
  if (moment.test(value) && !Number.isNaN(Date.parse(value))) return 'moment';
  return uuid.test(value) || reference.test(value) ? 'identifier' : 'text';
};
