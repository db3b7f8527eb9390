import { isAccession } from '../../accessions/accession-number.ts';
import { insdcType } from '../../validation/reads/accession-type.ts';
import type { Ref } from '../record-details.contract.ts';

/** A cell that names a record: by accession where it looks like one, else by alias; null for an empty cell. */
export function refOf(cell: string): Ref | null {
  const text = cell.trim();
  if (text === '') return null;
  return isAccession(text) || insdcType(text) !== undefined ? { accession: text } : { alias: text };
}

/** The study of an experiment: null for the submission's own, whichever way it is named. */
export function studyOf(cell: string, own: ReadonlySet<string>): Ref | null {
  const study = refOf(cell);
  return study !== null && 'alias' in study && own.has(study.alias) ? null : study;
}

/** A reference as a sheet holds it. */
export const writtenRef = (ref: Ref | null): string =>
  ref === null ? '' : 'alias' in ref ? ref.alias : ref.accession;
