import { z } from 'zod';
import { defineTask } from '../../platform/queue/define-task.ts';

/** Brings one request about what ENA has to ENA, and its answer back. */
export const sendRequest = defineTask('ena.request', z.object({ requestId: z.uuid() }), { maxAttempts: 12 });
