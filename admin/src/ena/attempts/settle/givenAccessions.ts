import type { ResolveAttempt } from '@contract/ena/sending/resolution.contract.ts';

type Given = NonNullable<ResolveAttempt['accessions']>;
export type ReadAccessions = {
  given: Given;
  /** Aliases that were asked for and have no accession. */
  missing: string[];
  /** Lines that name none of the aliases asked for, and aliases that come twice; by line number from 1. */
  odd: { line: number; alias: string; why: 'unknown' | 'twice' }[];
};

const biosample = /^SAM(?:EA|N|D)\d+$/i;

/**
 * Reads what a person copied together: a line for each record, with ENA's alias, its accession, and for samples that of
 * BioSamples, in any order after the alias, between tabs, commas, semicolons or spaces. Accessions are judged by the server.
 *
 * @param aliases that need one
 */
export const readAccessions = (written: string, aliases: readonly string[]): ReadAccessions => {
  const asked = new Set(aliases);
  const found = new Map<string, Given[number]>();
  const odd: ReadAccessions['odd'] = [];
  written.split(/\r?\n/).forEach((text, at) => {
    const [alias = '', ...rest] = text.trim().split(/[\s,;]+/);
    if (alias === '') return;
    if (!asked.has(alias)) odd.push({ line: at + 1, alias, why: 'unknown' });
    else if (found.has(alias)) odd.push({ line: at + 1, alias, why: 'twice' });
    else if (rest.length > 0) found.set(alias, accessionsIn(alias, rest));
  });
  return {
    given: [...found.values()],
    missing: aliases.filter((alias) => !found.has(alias)),
    odd,
  };
};

/** ENA's own comes first; where only that of BioSamples is given, it stands for it. */
const accessionsIn = (alias: string, words: readonly string[]): Given[number] => {
  const own = words.find((word) => !biosample.test(word));
  const other = words.find((word) => biosample.test(word));
  if (own === undefined) return { alias, accession: other ?? '' };
  return { alias, accession: own, ...(other === undefined ? {} : { biosample: other }) };
};
