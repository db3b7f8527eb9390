import { z } from 'zod';
import { auditFilter } from '../audit.contract.ts';

export const auditFacetsQuery = z.strictObject({ q: z.string().max(2000).optional(), ...auditFilter.shape });

/** Events are counted up to here; `isCapped` says that there are more. */
export const mostCounted = 1_000;

const facet = z
  .object({
    values: z.array(
      z.object({
        /** As the filter takes it. */
        value: z.string(),
        /** What a person calls it, where that is not the value itself. */
        label: z.string().nullable(),
        count: z.int().nonnegative(),
        isCapped: z.boolean(),
      }),
    ),
    /** False where time ran out, or where only the values of the newest events were looked at. */
    isComplete: z.boolean(),
  })
  .meta({ id: 'AuditFacet' });
export type AuditFacet = z.infer<typeof facet>;

/** What the events of a filter are: each facet is counted under all filters but its own. */
export const auditFacets = z
  .object({ action: facet, actor: facet, type: facet, source: facet })
  .meta({ id: 'AuditFacets' });
export type AuditFacets = z.infer<typeof auditFacets>;
