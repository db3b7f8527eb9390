import { z } from 'zod';
import { auditFilter } from '../audit.contract.ts';

export const auditFacetsQuery = z.strictObject({ q: z.string().max(2000).optional(), ...auditFilter.shape });

/** Events are counted up to here; `isCapped` says that there are more. */
export const mostCounted = 1_000;

const facet = z
  .object({
    values: z.array(
      z.object({
        /** In the form that the filter takes. */
        value: z.string(),
        /** A name for people to read, if it is not the value itself. */
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

/** The values that the events of a filter have; each facet is counted under all filters but its own. */
export const auditFacets = z
  .object({ action: facet, actor: facet, type: facet, source: facet })
  .meta({ id: 'AuditFacets' });
export type AuditFacets = z.infer<typeof auditFacets>;
