import { z } from 'zod';
import { defineTask } from '../../platform/queue/define-task.ts';

/** Verifies the whole log once. */
export const verifyLog = defineTask('audit.verify', z.object({ verificationId: z.uuid() }), {
  maxAttempts: 3,
});
