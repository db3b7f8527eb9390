import { z } from 'zod';
import { defineTask } from '../platform/queue/define-task.ts';

/** A checklist was installed or updated: what waits for it is to be checked anew. Handled by whoever holds such things. */
export const checklistChanged = defineTask('checklist.changed', z.object({ accession: z.string() }));
