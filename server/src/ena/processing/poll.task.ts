import { z } from 'zod';
import { defineTask } from '../../platform/queue/define-task.ts';

/** Asks ENA's reports once what became of what is due. */
export const pollReports = defineTask(
  'ena.poll-reports',
  z.object({ environment: z.enum(['sandbox', 'test', 'production']) }),
  { maxAttempts: 3 },
);
