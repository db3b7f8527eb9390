import { z } from 'zod';

export const healthView = z.object({ status: z.literal('up'), version: z.string() }).meta({ id: 'Health' });

const check = z.object({
  ok: z.boolean(),
  ms: z.int(),
  /** What is wrong; where nothing is, what somebody should know of all the same. */
  detail: z.string().nullable(),
});
export const readyView = z
  .object({
    /** `degraded`: requests are served, but somebody has to look after what is named. */
    status: z.enum(['ready', 'degraded', 'not ready']),
    checks: z.record(z.string(), check),
  })
  .meta({ id: 'Ready' });
export type ReadyView = z.infer<typeof readyView>;
