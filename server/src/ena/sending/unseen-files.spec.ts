import { describe, expect, it } from 'vitest';
import type { Judgement } from '../webin/judgement.ts';
import { withoutFiles } from '../batches/checks/check-result.ts';
import { nextStage } from './stages.ts';
import { unseenFiles } from './unseen-files.ts';

const missing = (name: string) => `In run, alias: "R". File "${name}" does not exist in the upload area.`;
const other = 'In run, alias: "R". Unknown instrument model.';

const refusal = (errors: readonly string[], reasons: readonly string[] = []): Judgement => ({
  outcome: 'refused',
  reasons,
  warnings: [],
  infos: [],
  submissionAccession: null,
  isTest: false,
  objects: [
    {
      type: 'run',
      alias: 'R',
      accession: null,
      externalAccessions: [],
      status: null,
      holdUntilDate: null,
      errors: errors.map((text) => ({ text, attribute: null })),
      existingAccession: null,
    },
  ],
});

describe('files that ENA does not see', () => {
  it('are all that is wrong, or are not spoken of', () => {
    expect(unseenFiles(refusal([missing('a/b.bam'), missing('/c.bam')]))).toEqual(['a/b.bam', 'c.bam']);
    expect(unseenFiles(refusal([missing('a.bam'), other]))).toEqual([]);
    expect(unseenFiles(refusal([missing('a.bam')], ['The account is closed.']))).toEqual([]);
    expect(unseenFiles(refusal([]))).toEqual([]);
    expect(unseenFiles({ ...refusal([missing('a.bam')]), outcome: 'needs_person' })).toEqual([]);
  });

  it('do not fail a dry run, and nothing else passes by them', () => {
    expect(withoutFiles(refusal([missing('a.bam')])).outcome).toBe('accepted');
    const both = withoutFiles(refusal([missing('a.bam'), other]));
    expect(both.outcome).toBe('refused');
    expect(both.objects[0]?.errors.map(({ text }) => text)).toEqual([other]);
    expect(withoutFiles(refusal([])).outcome).toBe('refused');
    const unclear = { ...refusal([missing('a.bam')]), outcome: 'needs_person' as const };
    expect(withoutFiles(unclear)).toBe(unclear);
  });
});

describe('stages', () => {
  const items = (...types: Parameters<typeof nextStage>[0][number]['type'][]) =>
    types.map((type) => ({ type }));

  it('go one after the other, project and samples first', () => {
    const all = items('project', 'sample', 'experiment', 'run', 'analysis');
    expect(nextStage(all)).toEqual(items('project', 'sample'));
    expect(nextStage(all.slice(2))).toEqual(items('experiment', 'run'));
    expect(nextStage(all.slice(3))).toEqual(items('run', 'analysis').slice(0, 1));
    expect(nextStage(items('analysis'))).toEqual(items('analysis'));
    expect(nextStage([])).toEqual([]);
  });
});
