import { z } from 'zod';
import { moment } from '../platform/http/common.contract.ts';
import { listOf, listQuery, pageOf } from '../platform/lists/list.contract.ts';

export const severity = z.enum(['error', 'warning', 'info']);

/** One result of validation on one cell, record or the submission as a whole. */
export const findingView = z
  .object({
    id: z.string(),
    severity,
    /** Rule code, e.g. `field.required`. */
    rule: z.string(),
    recordId: z.uuid().nullable(),
    alias: z.string().nullable(),
    field: z.string().nullable(),
    /** Sheet row and column as a spreadsheet shows them: `4`, `AB`. */
    row: z.int().nullable(),
    column: z.string().nullable(),
    /** Sheet of a workbook that has several. */
    sheet: z.string().nullable().optional(),
    value: z.string().nullable(),
    message: z.string(),
    suggestion: z.string().nullable(),
  })
  .meta({ id: 'Finding' });
export type FindingView = z.infer<typeof findingView>;

export const findingListQuery = listQuery.extend({
  severity: listOf(severity).optional(),
  rule: z.string().max(80).optional(),
  field: z.string().max(500).optional(),
  /** Findings of these records, e.g. of the rows that a table shows. */
  recordId: listOf(z.uuid()).optional(),
});
export const findingPage = pageOf(findingView);

/** The validation report: what was checked, when, and the findings grouped by rule and field. */
export const validationView = z
  .object({
    checkedAt: moment.nullable(),
    checklist: z.string().nullable(),
    checklistVersion: z.string().nullable(),
    counts: z.object({ error: z.int(), warning: z.int(), info: z.int() }),
    groups: z.array(
      z.object({
        severity,
        rule: z.string(),
        field: z.string().nullable(),
        count: z.int(),
        /** One of the group's messages, to show what it is about. */
        example: z.string(),
        suggestion: z.string().nullable(),
      }),
    ),
  })
  .meta({ id: 'Validation' });
export type ValidationView = z.infer<typeof validationView>;
