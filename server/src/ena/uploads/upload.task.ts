import { z } from 'zod';
import { defineTask } from '../../platform/queue/define-task.ts';

/** Brings one file to ENA's upload area. An attempt that brought bytes forward does not count. */
export const transferFile = defineTask('ena.upload', z.object({ uploadId: z.uuid() }), { maxAttempts: 10 });
