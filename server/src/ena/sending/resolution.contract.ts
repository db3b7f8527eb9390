import { z } from 'zod';
import { reason } from '../../platform/http/common.contract.ts';

const enaIdentifier = z.string().trim().toUpperCase().max(40);

/** A person's word on a request that stays unclear: ENA has the records, under these accessions, or does not. */
export const resolveAttempt = z
  .strictObject({
    outcome: z.enum(['registered', 'not_registered']),
    /** One for every record of the request, when they are registered; `alias` is the one that ENA knows it by. */
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
    reason,
  })
  .refine(({ outcome, accessions }) => (outcome === 'registered') === (accessions !== undefined), {
    error: 'are given when the records are registered, and only then',
    path: ['accessions'],
  })
  .meta({ id: 'ResolveEnaAttempt' });
export type ResolveAttempt = z.infer<typeof resolveAttempt>;
