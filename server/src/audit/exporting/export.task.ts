import { z } from 'zod';
import { defineTask } from '../../platform/queue/define-task.ts';

/** Writes one export of the change log into object storage. */
export const writeExport = defineTask('audit.export', z.object({ exportId: z.uuid() }), { maxAttempts: 5 });
