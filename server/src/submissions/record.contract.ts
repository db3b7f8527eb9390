import { z } from 'zod';
import { accessionKind, externalIdentifier } from '../accessions/accession.contract.ts';
import { listOf, listQuery, pageOf } from '../platform/lists/list.contract.ts';
import { recordDetails } from './record-details.contract.ts';

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
    /** What an experiment, a run or an analysis says; null for a sample. */
    details: recordDetails.nullable(),
    /** Of a run or an analysis: how many files it names, how many of them are verified, and the gravest state of the others. */
    files: z
      .object({
        count: z.int(),
        verified: z.int(),
        worst: z.enum(['rejected', 'differs', 'missing', 'checking']).nullable(),
      })
      .nullable(),
    errorCount: z.int(),
    warningCount: z.int(),
    accession: z.string().nullable(),
    external: z.array(externalIdentifier),
    version: z.int(),
  })
  .meta({ id: 'Record' });
export type RecordView = z.infer<typeof recordView>;

/** A record as a change left it. */
export const recordChanged = recordView
  .extend({
    /** The version of its submission that the change made; null when it changed nothing. */
    submissionVersion: z.int().nullable(),
  })
  .meta({ id: 'RecordChanged' });
export type RecordChanged = z.infer<typeof recordChanged>;

export const recordListQuery = listQuery.extend({
  type: listOf(recordType).optional(),
  findings: z.enum(['errors', 'warnings', 'none']).optional(),
});
/** Samples, or experiments and runs, which share a sheet, or analyses; left out: the first that there are. */
export const recordsExportQuery = z.strictObject({
  type: z.enum(['sample', 'experiment', 'run', 'analysis']).optional(),
});
export type RecordsExportQuery = z.infer<typeof recordsExportQuery>;

export const recordPage = pageOf(recordView);

/** The sample's own columns in a portal sheet, however they are written there. */
const ownColumns = new Set([
  'tax_id',
  'scientific_name',
  'sample_alias',
  'sample_title',
  'sample_description',
]);

/** A tag as a sheet's header row could hold it, so that the records can be written as a sheet again. */
const tag = z
  .string()
  .min(1)
  .max(500)
  .refine((text) => text === text.replaceAll(/[\s\u00a0]+/g, ' ').trim(), {
    message: 'must have no blanks around it and single ones inside',
  })
  .refine((text) => !ownColumns.has(text.toLowerCase().replaceAll(/[\s_-]+/g, '_')), {
    message: 'is a field of the sample itself, not an attribute',
  });

/**
 * Changes to one record. `attributes` sets the given tags and leaves the others: a blank value removes the tag, a unit
 * that is left out stays as it is.
 */
export const changeRecord = z
  .strictObject({
    alias: z.string().max(500).optional(),
    title: z.string().max(2000).optional(),
    description: z.string().max(10_000).optional(),
    taxonId: z.string().max(40).optional(),
    scientificName: z.string().max(500).optional(),
    attributes: z
      .record(
        tag,
        z.strictObject({
          value: z.string().max(20_000),
          unit: z.string().min(1).max(100).nullable().optional(),
        }),
      )
      .optional(),
    /**
     * Fields of an experiment, a run or an analysis by the names that findings give them (`library_strategy`, `forward_file_md5`),
     * as a sheet would hold them; others stay as they are.
     */
    details: z.record(z.string().min(1).max(100), z.string().max(20_000)).optional(),
  })
  .meta({ id: 'ChangeRecord' });
export type ChangeRecord = z.infer<typeof changeRecord>;
