import type { AuditFacet, AuditFacets } from '@contract/audit/finding/facets.contract.ts';

export type FacetName = keyof AuditFacets;

/** The most values that the API gives for one facet. */
const most = 12;
/** People, programs with a key, and SeqDB itself. */
const sources = 3;

/**
 * What to say about values that are not shown: `partial` if there are more, `newest` if only the newest events were
 * looked at, null if nothing is left out.
 */
export const leftOut = (name: FacetName, { values, isComplete }: AuditFacet): 'partial' | 'newest' | null => {
  if (isComplete || values.length === 0) return null;
  if (name === 'source' && values.length === sources) return null;
  return values.length < most ? 'newest' : 'partial';
};
