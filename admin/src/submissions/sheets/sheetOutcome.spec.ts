import { describe, expect, it } from 'vitest';
import { atStake, sheetOutcome } from './sheetOutcome.ts';

const counts = (sample = 0, experiment = 0, run = 0) => ({ sample, experiment, run, analysis: 0 });
const sheet = (uploadedAt: string, rows = 3) => ({
  name: 'a.tsv',
  sha256: '',
  bytes: 1,
  encoding: 'utf-8',
  rows,
  columns: [],
  uploadedAt,
});
const table = (kind: 'reads' | 'experiments' | 'runs', uploadedAt: string, name: string | null = null) => ({
  ...sheet(uploadedAt, 2),
  kind,
  sheet: name,
});
const empty = {
  sheet: null,
  reads: null,
  recordCounts: counts(),
  title: 'T',
  description: '',
  checklist: 'ERC000011',
};

describe('what an upload has done', () => {
  it('is told of a first sheet of samples, which chose a checklist', () => {
    const after = { ...empty, sheet: sheet('1'), recordCounts: counts(3), checklist: 'ERC000020' };
    expect(sheetOutcome(empty, after)).toEqual({
      tables: [{ kind: 'samples', sheet: null, rows: 3 }],
      read: counts(3),
      replaced: counts(),
      hasNewStudy: false,
      checklist: 'ERC000020',
    });
  });

  it('leaves out what the upload did not touch', () => {
    const before = { ...empty, sheet: sheet('1'), recordCounts: counts(3) };
    const after = { ...before, reads: [table('reads', '2')], recordCounts: counts(3, 2, 2) };
    expect(sheetOutcome(before, after)).toMatchObject({
      tables: [{ kind: 'reads', sheet: null, rows: 2 }],
      read: counts(0, 2, 2),
      replaced: counts(),
    });
  });

  it('names the sheets of a workbook, and what they take the place of', () => {
    const before = {
      ...empty,
      reads: [table('experiments', '1'), table('runs', '1')],
      recordCounts: counts(0, 4, 4),
    };
    const after = {
      ...before,
      title: 'Another',
      reads: [table('experiments', '1'), table('runs', '2', 'runs')],
      recordCounts: counts(0, 4, 2),
    };
    expect(sheetOutcome(before, after)).toMatchObject({
      tables: [{ kind: 'runs', sheet: 'runs', rows: 2 }],
      read: counts(0, 0, 2),
      replaced: counts(0, 0, 4),
      hasNewStudy: true,
    });
  });
});

it('what is at stake depends on what the file seems to hold', () => {
  expect(atStake(counts(3, 2, 2), 'samples')).toEqual(counts(3));
  expect(atStake(counts(3, 2, 2), 'reads')).toEqual(counts(0, 2, 2));
  expect(atStake(counts(3, 2, 2), 'unknown')).toEqual(counts(3, 2, 2));
});
