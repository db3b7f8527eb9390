const uuid = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i;
export const isUuid = (text: string): boolean => uuid.test(text);

/** What somebody may type to name a record, and where to look up the id under which the log has it. */
export type RecordName =
  | { kind: 'id'; id: string }
  | { kind: 'reference'; resource: 'submissions' | 'batches'; reference: string }
  | { kind: 'accession'; accession: string }
  | { kind: 'unknown' };

const padded = (prefix: string, digits: string) => `${prefix}-${digits.padStart(6, '0')}`;

/** Reads ids, references (`SUB-42`, `ena-000007`), checklists and accessions; letters large or small. */
export const recordName = (typed: string): RecordName => {
  const text = typed.trim();
  if (isUuid(text)) return { kind: 'id', id: text.toLowerCase() };
  const upper = text.toUpperCase();
  if (/^ERC\d{6}$/.test(upper)) return { kind: 'id', id: upper };
  const [, prefix, digits] = /^(SUB|ENA)-?0*(\d{1,9})$/.exec(upper) ?? [];
  if (prefix !== undefined && digits !== undefined) {
    const resource = prefix === 'SUB' ? 'submissions' : 'batches';
    return { kind: 'reference', resource, reference: padded(prefix, digits) };
  }
  return /^[A-Z]{3,10}\d{6,}$/.test(upper) ? { kind: 'accession', accession: upper } : { kind: 'unknown' };
};
