import { z } from 'zod';
import { day, moment } from '../platform/http/common.contract.ts';
import { listOf, listQuery, pageOf } from '../platform/lists/list.contract.ts';

export const accessionKind = z.enum(['project', 'sample', 'experiment', 'run', 'analysis']);
export type AccessionKind = z.infer<typeof accessionKind>;

/**
 * Publicity of an accession. `private`: exists, not public before its date. `public`: its landing page shows it.
 * `suppressed`: kept, not shown in searches. `withdrawn`: a tombstone remains.
 */
export const accessionStatus = z.enum(['private', 'public', 'suppressed', 'withdrawn']);

/** The same record's identifier at another archive, with the environment it was issued in. */
export const externalIdentifier = z.object({
  authority: z.enum(['ENA', 'BioSamples']),
  identifier: z.string(),
  environment: z.enum(['sandbox', 'test', 'production']),
});
export type ExternalIdentifier = z.infer<typeof externalIdentifier>;

export const accessionView = z
  .object({
    id: z.string(),
    accession: z.string(),
    kind: accessionKind,
    status: accessionStatus,
    title: z.string(),
    alias: z.string(),
    submissionId: z.uuid(),
    holdDate: day.nullable(),
    publicAt: moment.nullable(),
    mintedAt: moment,
    external: z.array(externalIdentifier),
  })
  .meta({ id: 'Accession' });
export type AccessionView = z.infer<typeof accessionView>;

export const accessionListQuery = listQuery.extend({
  kind: listOf(accessionKind).optional(),
  status: listOf(accessionStatus).optional(),
  submissionId: z.uuid().optional(),
});
export const accessionPage = pageOf(accessionView);
