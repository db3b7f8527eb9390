import type { WebinObjectType } from './webin-object.ts';

/**
 * What ENA's identifiers look like (ENA documentation, "Accession numbers"; the form of submission accessions is
 * taken from receipts). A receipt whose accession has another form is not believed.
 */
const PATTERNS: Record<WebinObjectType | 'biosample' | 'submission', RegExp> = {
  project: /^PRJ[EDN][A-Z][0-9]+$/,
  study: /^[EDS]RP[0-9]{6,}$/,
  biosample: /^SAM[EDN][A-Z]?[0-9]+$/,
  sample: /^[EDS]RS[0-9]{6,}$/,
  experiment: /^[EDS]RX[0-9]{6,}$/,
  run: /^[EDS]RR[0-9]{6,}$/,
  analysis: /^[EDS]RZ[0-9]{6,}$/,
  submission: /^ERA[0-9]{6,}$/,
};

export type EnaAccessionType = keyof typeof PATTERNS;

/** @returns whether `text` has the form of an ENA accession of that type */
export function isEnaAccession(type: EnaAccessionType, text: string): boolean {
  return PATTERNS[type].test(text);
}

/** @returns whether an external identifier of a receipt has the form that its type calls for; unknown types pass */
export function isExternalAccession(type: string, text: string): boolean {
  return Object.hasOwn(PATTERNS, type) ? isEnaAccession(type as EnaAccessionType, text) : text !== '';
}
