import { z } from 'zod';
import { defineTask } from '../../platform/queue/define-task.ts';

/** Attempts in a row that bring no byte forward, before the file has failed. */
export const mostTries = 10;

/**
 * Brings one file to ENA's upload area. It may be begun more often than it is tried: a worker that was killed could not
 * say that it has given up, so another one says it; and an attempt that brought bytes forward does not count.
 */
export const transferFile = defineTask('ena.upload', z.object({ uploadId: z.uuid() }), {
  maxAttempts: 2 * mostTries,
});
