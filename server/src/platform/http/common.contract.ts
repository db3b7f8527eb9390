import { z } from 'zod';

/** A moment as the API writes it: ISO 8601 with offset, always UTC. */
export const moment = z.iso.datetime({ offset: true });

/** A calendar day, `YYYY-MM-DD`. */
export const day = z.iso.date();

/** A person as other records show them. */
export const personRef = z.object({ id: z.uuid(), name: z.string() }).meta({ id: 'PersonRef' });

export type PersonRef = z.infer<typeof personRef>;

/** The reason that the change log keeps with a decision. */
export const reason = z.string().trim().min(1).max(2000);

/** Body of a command that asks for a reason. */
export const reasonBody = z.strictObject({ reason }).meta({ id: 'Reason' });

/** Body of a command whose reason may be left out. */
export const optionalReasonBody = z
  .strictObject({ reason: reason.optional() })
  .meta({ id: 'OptionalReason' });

export const idParams = z.strictObject({ id: z.uuid() });
