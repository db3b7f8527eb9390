import { globSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import {
  healthCodes,
  inEnglish,
  noteSentences,
  saidInEnglish,
  told,
  troubleSentences,
} from './health-sentences.contract.ts';

const folder = new URL('.', import.meta.url).pathname;

describe('what is told of the health of the log', () => {
  it('is all told somewhere', () => {
    const texts = globSync('**/*-health.ts', { cwd: folder }).map((name) =>
      readFileSync(`${folder}${name}`, 'utf8'),
    );
    expect(texts.length).toBeGreaterThan(4);
    expect(healthCodes.filter((code) => !texts.some((text) => text.includes(`'${code}'`)))).toEqual([]);
  });

  it('is either a trouble or a note', () => {
    expect(Object.keys(troubleSentences).filter((code) => code in noteSentences)).toEqual([]);
  });

  it('says one or several by their count', () => {
    expect(saidInEnglish(told('exports_unremoved', { count: 1 }))).toBe(
      'the file of an export that should be gone could not be removed',
    );
    expect(saidInEnglish(told('exports_unremoved', { count: 3 }))).toContain('the files of 3 exports');
    const failed = { cadence: 'daily', period: '2026-11-20' };
    expect(saidInEnglish(told('schedule_failed', { ...failed, count: 1, others: 0 }))).toBe(
      'scheduled exports failed (daily of 2026-11-20)',
    );
    expect(saidInEnglish(told('schedule_failed', { ...failed, count: 3, others: 2 }))).toBe(
      'scheduled exports failed (daily of 2026-11-20 and 2 more)',
    );
  });

  it('says the same of several places in one sentence, and keeps the order of the rest', () => {
    const contradicted = (place: string, segment: number) => told('head_contradicted', { place, segment });
    const failing = (place: string) => told('heads_failing', { place });
    expect(
      inEnglish([
        told('seal_behind', {}),
        contradicted('bucket', 7),
        contradicted('webhook', 9),
        failing('bucket'),
        failing('mail'),
        failing('webhook'),
      ]),
    ).toBe(
      'events wait to be sealed for more than a minute; ' +
        'another head than the one that was signed lies in the bucket (segment 7) and the webhook (segment 9); ' +
        'signed heads do not reach the bucket and the mail and the webhook',
    );
    expect(inEnglish([])).toBeNull();
  });

  it('puts parameters where they belong, whatever they are', () => {
    expect(saidInEnglish(told('heads_uncompared', { why: '$& %{why}' }))).toBe(
      'the last verification compared the log with no published head: $& %{why}',
    );
  });
});
