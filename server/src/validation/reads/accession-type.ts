import type { AccessionType } from './reads.ts';

/** Forms of INSDC accessions (ENA documentation, accessions): those of ENA, NCBI and DDBJ. */
const insdc: readonly [form: RegExp, type: AccessionType][] = [
  [/^(?:PRJ(?:EB|NA|DB)\d+|[ESD]RP\d{6,})$/, 'project'],
  [/^(?:SAM(?:EA|N|D)\d+|[ESD]RS\d{6,})$/, 'sample'],
  [/^[ESD]RX\d{6,}$/, 'experiment'],
  [/^[ESD]RR\d{6,}$/, 'run'],
  [/^[ESD]RZ\d{6,}$/, 'analysis'],
];

/** What an INSDC accession is of; undefined for any other text. */
export const insdcType = (text: string): AccessionType | undefined =>
  insdc.find(([form]) => form.test(text))?.[1];
