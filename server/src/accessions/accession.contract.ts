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
export type AccessionStatus = z.infer<typeof accessionStatus>;

/** Why a record was withdrawn or suppressed, as its tombstone tells the public; the reason itself stays inside. */
export const reasonCategory = z.enum(['depositor', 'error', 'duplicate', 'superseded', 'legal', 'other']);
export type ReasonCategory = z.infer<typeof reasonCategory>;

/**
 * The same record's identifier at another archive, with the environment it was issued in. `Study` is the ERP… that ENA
 * gives a project beside its PRJEB…, `Assembly` is the GCA_… of a
 * genome, `Sequences` the range or ranges of its sequences.
 */
export const issuedIdentifier = z.object({
  authority: z.enum(['ENA', 'BioSamples', 'Study', 'Assembly', 'Sequences']),
  identifier: z.string(),
  environment: z.enum(['sandbox', 'test', 'production']),
});
export type IssuedIdentifier = z.infer<typeof issuedIdentifier>;

/** What the test service issues is forgotten at its next reset; what others issue is for ever (`expiresAt` null). */
export const externalIdentifier = issuedIdentifier.extend({
  expiresAt: moment.nullable(),
  isExpired: z.boolean(),
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
    /** Since when it is suppressed or withdrawn, or was released by hand. */
    statusAt: moment.nullable(),
    category: reasonCategory.nullable(),
    /** The accession that took its place. */
    supersededBy: z.string().nullable(),
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
