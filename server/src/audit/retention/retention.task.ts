import { z } from 'zod';
import { defineTask } from '../../platform/queue/define-task.ts';

/** Archives and drops the months of the change log that are due. */
export const retainMonths = defineTask('audit.retain', z.object({ runId: z.uuid() }), { maxAttempts: 3 });
