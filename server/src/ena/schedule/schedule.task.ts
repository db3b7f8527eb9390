import { z } from 'zod';
import { defineTask } from '../../platform/queue/define-task.ts';

/** Does one run of the schedule, from what is eligible to the summary. */
export const scheduledRun = defineTask('ena.schedule-run', z.object({ runId: z.uuid() }), {
  maxAttempts: 10,
});
