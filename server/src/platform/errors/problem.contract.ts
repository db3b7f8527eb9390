import { z } from 'zod';

/** RFC 9457 problem details, as every error of the API is answered (`application/problem+json`). */
export const problem = z
  .object({
    type: z.string(),
    title: z.string(),
    status: z.int(),
    code: z.string(),
    detail: z.string(),
    errors: z.array(z.object({ path: z.string(), message: z.string() })),
    requestId: z.string(),
    /** What the error is about, by code: e.g. `{ from, to }` of a refused transition, `{ current }` of a stale edit. */
    facts: z.record(z.string(), z.unknown()).optional(),
  })
  .meta({ id: 'Problem' });

export type Problem = z.infer<typeof problem>;
