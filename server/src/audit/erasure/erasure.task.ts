import { z } from 'zod';
import { defineTask } from '../../platform/queue/define-task.ts';

/**
 * What was on its way when an erasure was asked for has come to its end by then: requests of theirs, and counts of what
 * others did, which are kept for up to two minutes. What is written later still has nothing of theirs (`audit_append`).
 */
export const graceMs = 150_000;

/** Erases a person's values from the change log. */
export const erasePerson = defineTask('audit.erase', z.object({ erasureId: z.uuid() }), { maxAttempts: 12 });
