import type { BatchErrors } from '../../providers/batches.ts';

type Example = BatchErrors['items'][number]['examples'][number];
type Place = Pick<Example, 'submissionId' | 'type' | 'recordId' | 'field'>;

/** Where a record is mended: its cell in the sheet; the project on the submission's first page; else its findings. */
export const placeOfProblem = ({ submissionId, type, recordId, field }: Place): string => {
  const base = `/submissions/${submissionId}`;
  if (type === 'project') return base;
  if (recordId === null) return `${base}/findings`;
  const cell = { at: recordId, ...(field === null ? {} : { field }) };
  return `${base}/records?${new URLSearchParams(type === 'sample' ? cell : { type, ...cell })}`;
};
