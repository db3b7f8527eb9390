import { z } from 'zod';
import { defineTask } from '../../platform/queue/define-task.ts';

/**
 * How long after the request the erasing begins. By then, what was under way has ended: the person's own requests, and
 * counts of what others did, which are held for up to two minutes. Correctness does not depend on it: an event that
 * comes later still either holds nothing of the person, or is waited for.
 */
export const beforeErasingMs = 150_000;

/**
 * `audit_append` writes an event whose time is more than this after the request without the person's values. An earlier
 * event that is written after the log was closed to the person loses them too, in rows marked with `lateEnd`, which the
 * erasure does not count.
 */
export const erasedFromMs = 60_000;

/** Follows `erased <id>` in the pseudonym under which the values that an erasure took are kept. */
export const lateEnd = ' late';

/** Erases a person's values from the change log. */
export const erasePerson = defineTask('audit.erase', z.object({ erasureId: z.uuid() }), { maxAttempts: 12 });
