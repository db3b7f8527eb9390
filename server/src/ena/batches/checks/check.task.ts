import { z } from 'zod';
import { defineTask } from '../../../platform/queue/define-task.ts';

/** Failures, and ends of a worker in the middle of it, before what is left counts as failed. */
export const mostTries = 12;

/** Checks a batch before it is sent; `round` is the number of this check of it. */
export const checkBatch = defineTask('ena.check', z.object({ batchId: z.uuid(), round: z.int() }), {
  // Begun more often than tried: a worker that was killed could not say that it has given up.
  maxAttempts: 2 * mostTries,
});
