import { z } from 'zod';
import { defineTask } from '../../platform/queue/define-task.ts';

/**
 * So long after the request the erasing begins. What was on its way then has come to its end: requests of theirs, and
 * counts of what others did, which are kept for up to two minutes. What is written later still has nothing of theirs
 * (`erasedFromMs`).
 */
export const beforeErasingMs = 150_000;

/** An event that is later than this after the request is written without the person's values, as `audit_append` has it. */
export const erasedFromMs = 60_000;

/** Erases a person's values from the change log. */
export const erasePerson = defineTask('audit.erase', z.object({ erasureId: z.uuid() }), { maxAttempts: 12 });
