import { z } from 'zod';
import { defineTask } from '../../platform/queue/define-task.ts';
import { mostTries } from '../sending/send.task.ts';

/**
 * Brings one request about what ENA has to ENA, and its answer back. As with a batch, it may be begun more often than it
 * is tried: another worker says that one which was killed has given up.
 */
export const sendRequest = defineTask('ena.request', z.object({ requestId: z.uuid() }), {
  maxAttempts: 2 * mostTries,
});
