import { z } from 'zod';
import { defineTask } from '../../platform/queue/define-task.ts';

/** Failures, and ends of a worker in the middle of it, before a person is asked. */
export const mostTries = 12;

/**
 * Brings one submission's part of a batch to ENA and its answer back. It may be begun more often than it is tried: a
 * worker that was killed could not say that it has given up, so another one says it.
 */
export const sendSubmission = defineTask(
  'ena.send',
  z.object({ batchId: z.uuid(), submissionId: z.uuid() }),
  { maxAttempts: 2 * mostTries },
);
