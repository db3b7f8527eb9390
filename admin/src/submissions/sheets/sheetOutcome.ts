import type { SubmissionView } from '@contract/submissions/submission.contract.ts';
import type { CountedType, RecordCounts } from '../recordsInWords.ts';

export type TableKind = 'samples' | NonNullable<SubmissionView['reads']>[number]['kind'];

/** A table that was recognised; `sheet` is its name in a workbook of several. */
export type ReadTable = { kind: TableKind; sheet: string | null; rows: number };

export type SheetOutcome = {
  tables: ReadTable[];
  /** Records that are new, and those whose place they take. */
  read: RecordCounts;
  replaced: RecordCounts;
  hasNewStudy: boolean;
  /** The checklist, where the sheet has chosen another one. */
  checklist: string | null;
};

type Before = Pick<
  SubmissionView,
  'sheet' | 'reads' | 'recordCounts' | 'title' | 'description' | 'checklist'
>;

const typesOf: Record<TableKind, readonly CountedType[]> = {
  samples: ['sample'],
  reads: ['experiment', 'run'],
  experiments: ['experiment'],
  runs: ['run'],
  analyses: ['analysis'],
};

const onlyOf = (counts: RecordCounts, types: ReadonlySet<CountedType>): RecordCounts => ({
  sample: types.has('sample') ? counts.sample : 0,
  experiment: types.has('experiment') ? counts.experiment : 0,
  run: types.has('run') ? counts.run : 0,
  analysis: types.has('analysis') ? counts.analysis : 0,
});

/** What an upload has done, told from the submission before and after it. */
export const sheetOutcome = (before: Before, after: Before): SheetOutcome => {
  const known = new Set((before.reads ?? []).map(({ kind, uploadedAt }) => `${kind} ${uploadedAt}`));
  const samples =
    after.sheet !== null && after.sheet.uploadedAt !== before.sheet?.uploadedAt ? [after.sheet] : [];
  const tables: ReadTable[] = [
    ...samples.map(({ rows }) => ({ kind: 'samples' as const, sheet: null, rows })),
    ...(after.reads ?? [])
      .filter(({ kind, uploadedAt }) => !known.has(`${kind} ${uploadedAt}`))
      .map(({ kind, sheet, rows }) => ({ kind, sheet, rows })),
  ];
  const types = new Set(tables.flatMap(({ kind }) => typesOf[kind]));
  return {
    tables,
    read: onlyOf(after.recordCounts, types),
    replaced: onlyOf(before.recordCounts, types),
    hasNewStudy: after.title !== before.title || after.description !== before.description,
    checklist: after.checklist === before.checklist ? null : after.checklist,
  };
};

/** What a file that seems to hold these tables takes the place of, if it does. */
export const atStake = (
  counts: RecordCounts,
  peeked: 'samples' | 'reads' | 'analyses' | 'unknown',
): RecordCounts => {
  if (peeked === 'unknown') return counts;
  return onlyOf(counts, new Set(typesOf[peeked]));
};
