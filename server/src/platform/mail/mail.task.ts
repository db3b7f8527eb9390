import { z } from 'zod';
import { defineTask } from '../queue/define-task.ts';

/** Hands one mail to the mail server. Twelve attempts are about an hour and a half. */
export const sendMail = defineTask('mail.send', z.object({ mailId: z.uuid() }), { maxAttempts: 12 });
