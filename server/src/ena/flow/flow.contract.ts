import { z } from 'zod';
import { day } from '../../platform/http/common.contract.ts';
import { enaEnvironment } from '../batches/batches.contract.ts';

export const flowBy = z.enum(['day', 'week']);
export type FlowBy = z.infer<typeof flowBy>;

/** Days in UTC, both included. Without them the last thirty days, or the last twenty-six weeks. */
export const flowQuery = z.strictObject({
  from: day.optional(),
  to: day.optional(),
  by: flowBy.default('day'),
});
export type FlowQuery = z.infer<typeof flowQuery>;

/** Records on their way to ENA over time, each counted when it came there; one that was sent again, the last time. */
export const flowView = z
  .object({
    environment: enaEnvironment,
    by: flowBy,
    items: z.array(
      z.object({
        /** First day; a week begins on Monday. */
        start: day,
        /** In a batch without an answer, at the end of the time. */
        waiting: z.int(),
        sent: z.int(),
        accepted: z.int(),
        processed: z.int(),
        public: z.int(),
        /** Refused, or accepted and not processed. */
        failed: z.int(),
      }),
    ),
  })
  .meta({ id: 'EnaFlow' });
export type FlowView = z.infer<typeof flowView>;
