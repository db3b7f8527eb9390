import { describe, expect, it } from 'vitest';
import { ApiProblem } from '../providers/problem.ts';
import { latestHoldDate, newStudy, problemsFrom, problemsOf, requestOf, titleAdvice } from './study.ts';

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
    expect(problemsOf({ ...study, holdDate: '2028-11-21' }, today)).toEqual({});
    expect(problemsOf({ ...study, holdDate: '2028-11-22' }, today)).toEqual({ holdDate: 'late' });
    expect(problemsOf({ ...study, holdDate: '2026-11-20' }, today)).toEqual({ holdDate: 'past' });
  });

  it('needs a title', () => expect(problemsOf({ ...study, title: '  ' }, today)).toEqual({ title: 'title' }));
});

describe('titleAdvice', () => {
  it.each([
    [0, 'none'],
    [19, 'short'],
    [20, 'good'],
    [250, 'good'],
    [251, 'long'],
  ])('%i characters: %s', (length, key) => expect(titleAdvice('x'.repeat(length))).toEqual({ key, length }));
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
