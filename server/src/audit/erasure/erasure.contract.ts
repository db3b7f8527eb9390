import { z } from 'zod';
import { moment } from '../../platform/http/common.contract.ts';
import { listQuery, pageOf } from '../../platform/lists/list.contract.ts';

const hold = z
  .object({ id: z.uuid(), kind: z.enum(['record', 'submission', 'person', 'period']) })
  .meta({ id: 'ErasureHold' });
export type ErasureHold = z.infer<typeof hold>;

/**
 * The legal holds on what the change log has about a person, oldest first, at most 20. While one stands, the person is
 * not erased.
 */
export const erasureHolds = z.object({ holds: z.array(hold) }).meta({ id: 'ErasureHolds' });
export type ErasureHoldsView = z.infer<typeof erasureHolds>;

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
    /** The holds that the erasure waits for: it goes on when the last is lifted. Empty once it is done. */
    holds: z.array(hold),
    /**
     * The transaction that the end of the erasure is waiting for at present, null if there is none. It has written to
     * the change log and not ended. `since`: when it began, null if the database does not say.
     */
    openTransaction: z.object({ since: moment.nullable() }).nullable(),
    /**
     * How many events have the person's name or address in what others wrote, which no erasure reaches. Null until they
     * have been looked for.
     */
    mentions: z.int().nullable(),
  })
  .meta({ id: 'Erasure' });
export type ErasureView = z.infer<typeof erasureView>;

export const requestErasure = z
  .strictObject({ reason: z.string().trim().min(1).max(2000) })
  .meta({ id: 'RequestErasure' });

/** An event in which somebody else wrote the person's name or address, for a person to read. */
export const erasureMention = z
  .object({
    /** Of the event. */
    id: z.uuid(),
    occurredAt: moment,
    /** Whether the words stand in the sealed text of the event itself, rather than beside it. */
    isSealed: z.boolean(),
  })
  .meta({ id: 'ErasureMention' });
export const erasureMentionPage = pageOf(erasureMention);
export type ErasureMentionPage = z.infer<typeof erasureMentionPage>;
export const erasureMentionQuery = listQuery.omit({ q: true });
export type ErasureMentionQuery = z.infer<typeof erasureMentionQuery>;
