import type { BatchItemView } from '@contract/ena/batches/batches.contract.ts';
import type { ResolveAttempt } from '@contract/ena/sending/resolution.contract.ts';
import { ApiProblem } from '../../../providers/problem.ts';

/** A record of the request whose fate is not known. */
export type UnclearRecord = Pick<BatchItemView, 'enaAlias' | 'type' | 'title' | 'alias'>;
/** What a person found at ENA for one record; both empty while nothing is written. */
export type Entry = { accession: string; biosample: string };
/** By ENA's alias. */
export type Entries = ReadonlyMap<string, Entry>;
type Given = NonNullable<ResolveAttempt['accessions']>;

export const nothing: Entry = { accession: '', biosample: '' };
const biosample = /^SAM[EDN]/i;

/**
 * Reads what was copied from a table: a line for each record, with ENA's alias, its accession, and for samples that of
 * BioSamples, in any order after the alias, between tabs, commas, semicolons or blanks. Accessions are judged by the server.
 *
 * @returns the lines that name a record, and the first words of those that do not
 */
export const readPasted = (
  pasted: string,
  records: readonly UnclearRecord[],
): { entries: Map<string, Entry>; unknown: string[] } => {
  const aliases = new Set(records.map(({ enaAlias }) => enaAlias));
  const entries = new Map<string, Entry>();
  const unknown: string[] = [];
  for (const line of pasted.split(/\r?\n/)) {
    const words = line.split(/[\s,;]+/).filter((word) => word !== '');
    const alias = words.find((word) => aliases.has(word));
    if (alias !== undefined) entries.set(alias, entryOf(words.filter((word) => word !== alias)));
    else if (words[0] !== undefined) unknown.push(words[0]);
  }
  return { entries, unknown };
};

const entryOf = (words: readonly string[]): Entry => ({
  accession: words.find((word) => !biosample.test(word)) ?? '',
  biosample: words.find((word) => biosample.test(word)) ?? '',
});

/** What a line lacks: nothing where nothing is written, so that its record stays open. */
export const lackOf = (entry: Entry, type: UnclearRecord['type']): 'accession' | 'biosample' | null => {
  const [accession, other] = [entry.accession.trim(), entry.biosample.trim()];
  if (accession === '') return other === '' ? null : 'accession';
  return type === 'sample' && other === '' ? 'biosample' : null;
};

/** The lines that are filled in, in the order of the records. */
export const givenOf = (entries: Entries, records: readonly UnclearRecord[]): Given =>
  records.flatMap(({ enaAlias, type }) => {
    const { accession, biosample: other } = entries.get(enaAlias) ?? nothing;
    if (accession.trim() === '' && other.trim() === '') return [];
    return [
      {
        alias: enaAlias,
        accession: accession.trim(),
        ...(type === 'sample' && other.trim() !== '' && { biosample: other.trim() }),
      },
    ];
  });

/**
 * Takes a refusal apart: what it says of single lines, by alias, and the refusal without that.
 *
 * @param given as it was sent: the refusal names its lines by their place in it
 */
export const onTheirLines = (
  refused: unknown,
  given: Given,
): { problems: Map<string, string>; rest: unknown } => {
  const problems = new Map<string, string>();
  if (!(refused instanceof ApiProblem)) return { problems, rest: refused };
  const others = refused.errors.filter(({ path, message }) => {
    const at = /^accessions\.(\d+)/.exec(path)?.[1];
    const alias = at === undefined ? undefined : given[Number(at)]?.alias;
    if (alias === undefined) return true;
    problems.set(alias, [problems.get(alias), message].filter(Boolean).join('; '));
    return false;
  });
  const { status, code, message, requestId, facts } = refused;
  const rest = new ApiProblem({
    status,
    code,
    detail: message,
    errors: others,
    facts,
    ...(requestId !== null && { requestId }),
  });
  return { problems, rest };
};
