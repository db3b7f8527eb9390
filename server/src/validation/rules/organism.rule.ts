import { error, quoted, warning, type Issue } from '../issue.ts';

/** XML Schema's int, the type of TAXON_ID in SRA.sample. */
const largestTaxonId = 2 ** 31 - 1;

/** Whether the taxon exists and may be submitted is asked of ENA, not here. */
export function taxonIssue(written: string): Issue | undefined {
  const value = written.trim();
  if (value === '')
    return error(
      'taxon.required',
      'The taxon id is missing. It is the number of the organism in the NCBI taxonomy, for example 4113 for the potato.',
    );
  if (/^[1-9]\d*$/.test(value) && Number(value) <= largestTaxonId) return undefined;
  const meant = /^(?:(?:ncbi:?)?(?:txid|taxid|taxon(?:id)?)[: ]*)?0*([1-9]\d*)(?:\.0+)?$/i.exec(value)?.[1];
  const isUsable = meant !== undefined && Number(meant) <= largestTaxonId;
  return error(
    'taxon.number',
    `${quoted(written)} is not a taxon id: a whole number above 0, as in the NCBI taxonomy.`,
    isUsable ? meant : null,
  );
}

export function scientificNameIssue(name: string): Issue | undefined {
  if (name.trim() !== '') return undefined;
  return warning(
    'organism.name_missing',
    'The scientific name is missing. With it, a mistyped taxon id is noticed.',
  );
}

export function sampleTitleIssue(title: string): Issue | undefined {
  if (title.trim() !== '') return undefined;
  return warning(
    'sample.title_missing',
    'The sample has no title. The title is what people see first in searches.',
  );
}
