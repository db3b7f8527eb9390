import { z } from 'zod';
import { defineTask } from '../../../platform/queue/define-task.ts';

/** Checks a batch before it is sent; `round` is the number of this check of it. */
export const checkBatch = defineTask('ena.check', z.object({ batchId: z.uuid(), round: z.int() }), {
  maxAttempts: 6,
});
