import { z } from 'zod';
import { accessionKind, externalIdentifier } from '../accessions/accession.contract.ts';
import { listOf, listQuery, pageOf } from '../platform/lists/list.contract.ts';

/** What a record is; `project` is the submission itself and is listed with its accession only. */
export const recordType = accessionKind;

export const attribute = z.object({
  /** The checklist's field name, or the depositor's own column header. */
  tag: z.string(),
  value: z.string(),
  unit: z.string().nullable(),
});

export const recordView = z
  .object({
    id: z.uuid(),
    type: recordType,
    position: z.int(),
    /** Row in the uploaded sheet as a spreadsheet numbers it; null for a record made by hand. */
    row: z.int().nullable(),
    alias: z.string(),
    title: z.string(),
    description: z.string(),
    /** As written in the sheet: validation, not parsing, decides whether it is a taxon id. */
    taxonId: z.string(),
    scientificName: z.string(),
    attributes: z.array(attribute),
    errorCount: z.int(),
    warningCount: z.int(),
    accession: z.string().nullable(),
    external: z.array(externalIdentifier),
    version: z.int(),
  })
  .meta({ id: 'Record' });
export type RecordView = z.infer<typeof recordView>;

export const recordListQuery = listQuery.extend({
  type: listOf(recordType).optional(),
  findings: z.enum(['errors', 'warnings', 'none']).optional(),
});
export const recordPage = pageOf(recordView);

/** Changes to one record; `attributes` sets the given tags (empty value removes the tag) and leaves the others. */
export const changeRecord = z
  .strictObject({
    alias: z.string().max(500).optional(),
    title: z.string().max(2000).optional(),
    description: z.string().max(10_000).optional(),
    taxonId: z.string().max(40).optional(),
    scientificName: z.string().max(500).optional(),
    attributes: z
      .record(
        z.string().max(500),
        z.strictObject({ value: z.string().max(20_000), unit: z.string().max(100).nullable().default(null) }),
      )
      .optional(),
  })
  .meta({ id: 'ChangeRecord' });
export type ChangeRecord = z.infer<typeof changeRecord>;
