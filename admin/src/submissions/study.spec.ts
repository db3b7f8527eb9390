import { describe, expect, it } from 'vitest';
import { ApiProblem } from '../providers/problem.ts';
import { latestHoldDate, lengthAdvice, newStudy, problemsFrom, problemsOf, requestOf } from './study.ts';

const today = new Date('2026-11-21T23:30:00Z');
const study = { ...newStudy, title: 'Potato tubers under stress' };

describe('a study', () => {
  it('is sent trimmed, without a hold date as null', () => {
    expect(requestOf({ ...study, title: `  ${study.title} ` })).toEqual({
      title: study.title,
      description: '',
      checklist: 'ERC000011',
      holdDate: null,
    });
  });

  it('may be held two years at most', () => {
    expect(latestHoldDate(today)).toBe('2028-11-21');
    expect(latestHoldDate(new Date('2028-02-29T23:59:59Z'))).toBe('2030-02-28');
    expect(latestHoldDate(new Date('2027-12-31T23:59:59Z'))).toBe('2029-12-31');
    expect(problemsOf({ ...study, holdDate: '2028-11-21' }, today)).toEqual({});
    expect(problemsOf({ ...study, holdDate: '2028-11-22' }, today)).toEqual({ holdDate: 'late' });
    expect(problemsOf({ ...study, holdDate: '2026-11-20' }, today)).toEqual({ holdDate: 'past' });
  });

  it('needs a title', () => expect(problemsOf({ ...study, title: '  ' }, today)).toEqual({ title: 'title' }));
});

describe('lengthAdvice', () => {
  it.each([
    ['title', 0, 'none', 20],
    ['title', 19, 'short', 1],
    ['title', 20, 'good', 0],
    ['title', 250, 'good', 0],
    ['title', 251, 'long', 1],
    ['description', 5, 'short', 15],
    ['description', 4_000, 'good', 0],
    ['description', 4_007, 'long', 7],
  ] as const)('%s of %i characters: %s, off by %i', (field, length, key, off) =>
    expect(lengthAdvice(field, ` ${'x'.repeat(length)}\n`)).toMatchObject({ key, length, off }),
  );

  it('takes a letter outside the basic plane for one, as the server does', () =>
    expect(lengthAdvice('title', '😀'.repeat(250))).toMatchObject({ key: 'good', length: 250 }));
});

describe('problemsFrom', () => {
  it('takes what is about a field of the form', () => {
    const errors = [
      { path: 'title', message: 'is too long' },
      { path: 'colour', message: 'is not known' },
    ];
    expect(problemsFrom(new ApiProblem({ status: 422, code: 'x', detail: '', errors }))).toEqual({
      title: 'is too long',
    });
  });
});
