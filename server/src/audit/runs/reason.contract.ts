import { z } from 'zod';

/** Why a run over the change log did not end as it should, or what it could not look at. */
export const reasonCode = z.enum([
  'run_abandoned',
  'heads_no_bucket',
  'heads_unreachable',
  /** `days`: the last so many. */
  'heads_none_recent',
  'heads_of_another_log',
  'archive_refused',
  'archive_unreachable',
  /** `month`, as in the next three. */
  'month_unsealed',
  'month_erasing',
  'month_archive_unsealed',
  'log_is_read',
]);

/** What a sentence says, for whoever translates it; none where the sentence is not one of ours. */
export const reasonView = z.object({
  code: reasonCode,
  params: z.record(z.string(), z.union([z.string(), z.number()])),
});
export type ReasonView = z.infer<typeof reasonView>;
