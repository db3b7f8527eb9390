import { z } from 'zod';
import { moment, personRef } from '../../platform/http/common.contract.ts';
import { listOf, listQuery, pageOf } from '../../platform/lists/list.contract.ts';
import { enaEnvironment } from '../batches/batches.contract.ts';

/**
 * What went wrong after ENA had accepted a record. `processing`: its files could not be processed. `status`: ENA took it
 * back, and here it still stands. `missing`: reports do not list it, days after. `identifier`: ENA names other sequences
 * or another assembly than before. `hold`: it is public there before its day here, or is going to be.
 */
export const problemKind = z.enum(['processing', 'status', 'missing', 'identifier', 'hold']);

/** What each state means, and where it leads: `problem.state.ts`. */
export const problemStatus = z.enum(['open', 'taken', 'resolved']);
export type ProblemStatus = z.infer<typeof problemStatus>;

export const problemView = z
  .object({
    id: z.uuid(),
    kind: problemKind,
    status: problemStatus,
    environment: enaEnvironment,
    message: z.string(),
    type: z.enum(['project', 'sample', 'experiment', 'run', 'analysis']),
    /** The depositor's name for the record, ours, and ENA's. */
    alias: z.string(),
    accession: z.string(),
    enaAccession: z.string(),
    submissionId: z.uuid(),
    submissionReference: z.string(),
    batchId: z.uuid(),
    batchReference: z.string(),
    raisedAt: moment,
    takenBy: personRef.nullable(),
    takenAt: moment.nullable(),
    /** Null, with `resolvedAt`, when ENA's reports said that all is well again. */
    resolvedBy: personRef.nullable(),
    resolvedAt: moment.nullable(),
    resolution: z.string().nullable(),
    version: z.int(),
  })
  .meta({ id: 'EnaProblem' });
export type ProblemView = z.infer<typeof problemView>;

export const problemListQuery = listQuery.extend({
  status: listOf(problemStatus).optional(),
  kind: listOf(problemKind).optional(),
  submissionId: z.uuid().optional(),
  batchId: z.uuid().optional(),
});
export type ProblemListQuery = z.infer<typeof problemListQuery>;
export const problemPage = pageOf(problemView);
