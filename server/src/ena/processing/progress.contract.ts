import { z } from 'zod';
import { moment } from '../../platform/http/common.contract.ts';

/**
 * Records since ENA took them: accepted, processed and public are three things. `failed`: ENA could not process their
 * files. `expired`: the test service has forgotten them.
 */
export const enaProgress = z.object({
  accepted: z.int(),
  processed: z.int(),
  public: z.int(),
  failed: z.int(),
  expired: z.int(),
});

/** What ENA's reports say of a record since it was accepted, in ENA's words. */
export const atEna = z.object({
  /** PRIVATE, PUBLIC, CANCELLED, SUPPRESSED …; null as long as reports do not list it. */
  status: z.string().nullable(),
  /** For what has files: QUEUED, COMPLETED, FAILED …. */
  processStatus: z.string().nullable(),
  processError: z.string().nullable(),
  acceptedAt: moment,
  processedAt: moment.nullable(),
  publicAt: moment.nullable(),
  failedAt: moment.nullable(),
  lastSeenAt: moment.nullable(),
  /** When the test service forgets it; null elsewhere. */
  expiresAt: moment.nullable(),
  isExpired: z.boolean(),
});
