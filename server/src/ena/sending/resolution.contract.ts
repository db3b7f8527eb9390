import { z } from 'zod';
import { reason } from '../../platform/http/common.contract.ts';

const enaIdentifier = z.string().trim().toUpperCase().max(40);

/** A person's word on a request that stays unclear: ENA has the records, under these accessions, or does not. */
export const resolveAttempt = z
  .strictObject({
    outcome: z.enum(['registered', 'not_registered']),
    /**
     * When they are registered: of all records of the request, or of some, and the others stay open. `alias` is the one
     * that ENA knows it by.
     */
    accessions: z
      .array(
        z.strictObject({
          alias: z.string().max(300),
          accession: enaIdentifier,
          biosample: enaIdentifier.optional(),
        }),
      )
      .min(1)
      .max(50_000)
      .optional(),
    /** Taken without asking ENA what it has under them: the reason says why. */
    unchecked: z.literal(true).optional(),
    reason,
  })
  .refine(({ outcome, accessions }) => (outcome === 'registered') === (accessions !== undefined), {
    error: 'are given when the records are registered, and only then',
    path: ['accessions'],
  })
  .meta({ id: 'ResolveEnaAttempt' });
export type ResolveAttempt = z.infer<typeof resolveAttempt>;
