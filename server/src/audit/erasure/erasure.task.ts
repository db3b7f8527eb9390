import { z } from 'zod';
import { defineTask } from '../../platform/queue/define-task.ts';

/**
 * So long after the request the erasing begins. What was on its way then has come to its end: requests of theirs, and
 * counts of what others did, which are kept for up to two minutes. Nothing hangs on it: what comes later all the same
 * has nothing of theirs, or is waited for.
 */
export const beforeErasingMs = 150_000;

/**
 * An event that is later than this after the request is written without the person's values, as `audit_append` has it.
 * Any other, when the log has been closed to them: in rows that bear `lateEnd`, which the erasure does not count.
 */
export const erasedFromMs = 60_000;

/** After `erased <id>`, the name under which what an erasure took stands. */
export const lateEnd = ' late';

/** Erases a person's values from the change log. */
export const erasePerson = defineTask('audit.erase', z.object({ erasureId: z.uuid() }), { maxAttempts: 12 });
