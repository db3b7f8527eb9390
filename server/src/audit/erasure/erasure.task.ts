import { z } from 'zod';
import { defineTask } from '../../platform/queue/define-task.ts';

/** Erases a person's values from the change log. */
export const erasePerson = defineTask('audit.erase', z.object({ erasureId: z.uuid() }), { maxAttempts: 12 });
