import { z } from 'zod';
import { flawCodes } from '../flaw-sentences.contract.ts';

/** Why a run over the change log did not end as it should, or what it could not look at. */
export const reasonCode = z.enum([
  'run_abandoned',
  'heads_no_bucket',
  'heads_unreachable',
  /** `days`: none was published in the last so many. */
  'heads_none_recent',
  'heads_of_another_log',
  'archive_refused',
  'archive_unreachable',
  /** `month`, as in the next three. */
  'month_unsealed',
  'month_erasing',
  'month_archive_unsealed',
  'log_is_read',
  /** `month`, `event`: the first of it that cannot be read, `others`: how many more. */
  'month_damaged',
]);
export type ReasonCode = z.infer<typeof reasonCode>;

const params = z.record(z.string(), z.union([z.string(), z.number()]));

/** Code and parameters of a sentence, for translation; absent where the sentence is not one of ours. */
export const reasonView = z.object({ code: reasonCode, params });

/** What is wrong with the log, likewise: the codes and parameters of `flaw-sentences.contract.ts`. */
export const flawReasonView = z.object({
  code: z.enum(flawCodes.map((code) => `flaw.${code}` as const)),
  params,
});
export type ReasonView = z.infer<typeof reasonView> | z.infer<typeof flawReasonView>;
