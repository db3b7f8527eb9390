import { z } from 'zod';
import { accessionKind } from '../../accessions/accession.contract.ts';

export const differencesQuery = z.strictObject({ submissionId: z.uuid() });

/** What the approved revision of a submission says otherwise than what ENA was sent. */
export const differencesView = z
  .object({
    submissionId: z.uuid(),
    /** The approved revision; null while none is. */
    revision: z.int().nullable(),
    /** Cut off after 1,000. */
    items: z.array(
      z.object({
        accession: z.string(),
        kind: accessionKind,
        alias: z.string(),
        title: z.string(),
        enaAccession: z.string(),
        /** The revision that ENA has. */
        sentRevision: z.int(),
        fields: z.array(z.string()),
        /** Why ENA cannot be given it, and the way out; null when it can. */
        obstacle: z.string().nullable(),
      }),
    ),
    total: z.int(),
  })
  .meta({ id: 'EnaDifferences' });
export type DifferencesView = z.infer<typeof differencesView>;
