import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { planOf, recordsIn } from './plan.ts';

const seeds = fc.integer({ min: 0, max: 2 ** 31 });
const waves = fc.integer({ min: 0, max: 5_000 });

describe('the plan of a wave', () => {
  it('is the same for the same seed and number, and another for others', () => {
    fc.assert(
      fc.property(seeds, waves, (seed, wave) => {
        expect(planOf(seed, wave)).toEqual(planOf(seed, wave));
      }),
    );
    const texts = Array.from({ length: 300 }, (_, wave) => JSON.stringify({ ...planOf(9, wave), wave: 0 }));
    expect(new Set(texts).size).toBe(300);
  });

  it('has 50 to 2,000 objects in more than one request', () => {
    fc.assert(
      fc.property(seeds, waves, (seed, wave) => {
        const { submissions } = planOf(seed, wave);
        const objects = submissions.reduce((sum, { samples }) => sum + samples + 1, 0);
        expect(recordsIn({ submissions })).toBeGreaterThan(objects);
        for (const { samples, reads } of submissions) expect(reads).toBeLessThanOrEqual(samples);
        expect(objects).toBeGreaterThanOrEqual(50);
        expect(objects).toBeLessThanOrEqual(2_000);
        expect(submissions.length).toBeGreaterThan(3);
        expect(Math.min(...submissions.map(({ samples }) => samples))).toBeGreaterThan(0);
      }),
    );
  });

  it('has every kind of misfortune within a run, and large batches', () => {
    const plans = Array.from({ length: 40 }, (_, wave) => planOf(1, wave));
    const kinds = new Set(plans.flatMap(({ faults }) => faults.map(({ kind }) => kind)));
    for (const kind of [
      'timeout_before',
      'timeout_after',
      'partial_after',
      'html_before',
      'truncated_receipt',
    ])
      expect(kinds).toContain(kind);
    const transfers = plans.flatMap(({ faults }) => faults.filter(({ on }) => on === 'upload'));
    expect(new Set(transfers.map(({ kind }) => kind))).toEqual(new Set(['disconnect_after', 'error_before']));
    expect(new Set(plans.map(({ origin }) => origin))).toEqual(new Set(['curator', 'schedule']));
    expect(new Set(plans.flatMap(({ mishaps }) => mishaps.map(({ kind }) => kind)))).toEqual(
      new Set(['death', 'standstill']),
    );
    expect(plans.some(({ submissions }) => submissions.some(({ isRefusable }) => isRefusable))).toBe(true);
    expect(plans.some(({ submissions }) => submissions.some(({ samples }) => samples > 150))).toBe(true);
  });
});
