import type { AuditFacet, AuditFacets } from '@contract/audit/finding/facets.contract.ts';

export type FacetName = keyof AuditFacets;

/** The API gives no more values of one facet. */
const most = 12;
/** People, programs with a key, and SeqDB itself. */
const sources = 3;

/**
 * What is to be said of values that are not shown: `partial` where there are more than are shown, `newest` where only the
 * newest events were looked at, null where nothing is left out.
 */
export const leftOut = (name: FacetName, { values, isComplete }: AuditFacet): 'partial' | 'newest' | null => {
  if (isComplete || values.length === 0) return null;
  if (name === 'source' && values.length === sources) return null;
  return values.length < most ? 'newest' : 'partial';
};
