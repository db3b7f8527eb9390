import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { coverageOf, dayObjection, descendantsOf, objectionTo, type Relative } from './coverage.ts';

let count = 0;
const relative = (kind: Relative['kind'], parent: string | null, given: Partial<Relative> = {}): Relative => {
  const accession = `${kind}-${++count}`;
  return {
    accession,
    kind,
    status: 'private',
    submissionId: 's',
    enaAccession: `E-${accession}`,
    parent,
    ...given,
  };
};

/** A project with two samples, two experiments (one of another submission), their runs and an analysis. */
function deposit() {
  const project = relative('project', null);
  const samples = [relative('sample', null), relative('sample', null)];
  const own = relative('experiment', project.accession);
  const foreign = relative('experiment', project.accession, { submissionId: 'other' });
  const runs = [relative('run', own.accession), relative('run', foreign.accession)];
  const analysis = relative('analysis', project.accession);
  const unrelated = relative('experiment', 'project-of-somebody');
  const family = [project, ...samples, own, foreign, ...runs, analysis, unrelated];
  return { project, samples, own, foreign, runs, analysis, family };
}

const names = (list: readonly Relative[]) => list.map(({ accession }) => accession).sort();

describe('what a request covers', () => {
  it('a cancelled study takes its experiments, analyses and their runs along, also of other submissions', () => {
    const { project, own, foreign, runs, analysis, family } = deposit();
    const { targets, followers } = coverageOf('cancel', project, family);
    expect(targets).toEqual([project]);
    expect(names(followers)).toEqual(names([own, foreign, ...runs, analysis]));
  });

  it('a cancelled experiment takes its runs along, a run or a sample nothing', () => {
    const { own, runs, samples, family } = deposit();
    expect(coverageOf('cancel', own, family).followers).toEqual([runs[0]]);
    for (const one of [runs[0]!, samples[0]!])
      expect(coverageOf('cancel', one, family)).toEqual({ targets: [one], followers: [] });
  });

  it('a project is held and released with the samples deposited with it that are as it is', () => {
    const { project, samples, own, foreign, runs, analysis, family } = deposit();
    samples[1]!.status = 'withdrawn';
    for (const kind of ['hold', 'release'] as const) {
      const { targets, followers } = coverageOf(kind, project, family);
      expect(targets).toEqual([project, samples[0]]);
      expect(names(followers)).toEqual(names([own, foreign, ...runs, analysis]));
    }
    expect(coverageOf('hold', samples[0]!, family)).toEqual({ targets: [samples[0]], followers: [] });
  });

  it('never names a record twice, and what follows stands after what it refers to, in rings too', () => {
    const size = fc.integer({ min: 1, max: 30 });
    fc.assert(
      fc.property(size, fc.array(fc.nat(), { minLength: 30, maxLength: 30 }), (length, picks) => {
        const family = Array.from({ length }, (_, n) => relative('experiment', null, { accession: `x${n}` }));
        for (const [n, one] of family.entries()) one.parent = `x${(picks[n] ?? 0) % length}`;
        const [record] = family;
        const found = descendantsOf(record!, family);
        expect(new Set(found).size).toBe(found.length);
        expect(found).not.toContain(record);
        const before = new Set([record!.accession]);
        for (const one of found) {
          expect(before.has(one.parent!)).toBe(true);
          before.add(one.accession);
        }
      }),
    );
  });
});

describe('what stands against a request', () => {
  const codeOf = (kind: Parameters<typeof coverageOf>[0], record: Relative, family: readonly Relative[]) =>
    objectionTo(kind, record, coverageOf(kind, record, family))?.code;

  it('is the state of the record', () => {
    const { project, family } = deposit();
    expect(codeOf('suppress', project, family)).toBe('not_public');
    project.status = 'public';
    expect(codeOf('hold', project, family)).toBe('not_private');
    expect(codeOf('release', project, family)).toBe('not_private');
    expect(codeOf('cancel', project, family)).toBe('not_private');
    expect(codeOf('suppress', project, family)).toBeUndefined();
  });

  it('is that it has no day of its own', () => {
    const { own, runs, analysis, samples, family } = deposit();
    for (const one of [own, runs[0]!, analysis])
      for (const kind of ['hold', 'release'] as const)
        expect(codeOf(kind, one, family)).toBe('follows_project');
    expect(codeOf('hold', samples[0]!, family)).toBeUndefined();
    expect(codeOf('cancel', own, family)).toBeUndefined();
  });

  it('is that something which goes with it is public', () => {
    const { project, runs, family } = deposit();
    expect(codeOf('cancel', project, family)).toBeUndefined();
    runs[1]!.status = 'public';
    expect(codeOf('cancel', project, family)).toBe('descendant_public');
    runs[1]!.status = 'withdrawn';
    expect(codeOf('cancel', project, family)).toBeUndefined();
  });
});

describe('a hold date', () => {
  it.each([
    ['2026-11-22', true],
    ['2028-11-21', true],
    ['2026-11-21', false],
    ['2025-01-01', false],
    ['2028-11-22', false],
    ['9999-12-31', false],
  ])('%s is possible: %s', (day, isPossible) => {
    expect(dayObjection(day, '2026-11-21') === undefined).toBe(isPossible);
  });

  it('is counted from the 29th of February as well', () => {
    expect(dayObjection('2030-02-28', '2028-02-29')).toBeUndefined();
    expect(dayObjection('2030-03-01', '2028-02-29')).toMatch(/two years/);
  });
});
