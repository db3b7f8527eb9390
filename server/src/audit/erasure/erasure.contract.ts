import { z } from 'zod';
import { moment } from '../../platform/http/common.contract.ts';

/**
 * The erasure of a person: their account is closed and emptied at once, their values beside the events of the change
 * log go soon after. The events stay, under the person's id.
 */
export const erasureView = z
  .object({
    id: z.uuid(),
    personId: z.string(),
    state: z.enum(['requested', 'done']),
    requestedBy: z.string(),
    requestedAt: moment,
    /** Events that values were erased from; 0 until it is done. */
    events: z.int(),
    doneAt: moment.nullable(),
  })
  .meta({ id: 'Erasure' });
export type ErasureView = z.infer<typeof erasureView>;

export const requestErasure = z
  .strictObject({ reason: z.string().trim().min(1).max(2000) })
  .meta({ id: 'RequestErasure' });
