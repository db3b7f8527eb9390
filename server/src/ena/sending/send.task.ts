import { z } from 'zod';
import { defineTask } from '../../platform/queue/define-task.ts';

/** Brings one submission's part of a batch to ENA and its answer back. */
export const sendSubmission = defineTask(
  'ena.send',
  z.object({ batchId: z.uuid(), submissionId: z.uuid() }),
  { maxAttempts: 12 },
);
