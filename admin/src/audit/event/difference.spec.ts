import { describe, expect, it } from 'vitest';
import { differenceOf } from './difference.ts';

describe('differenceOf', () => {
  it('tells what came and what went', () => {
    expect(differenceOf(null, 'draft')).toEqual({ kind: 'set', after: 'draft' });
    expect(differenceOf('', 'x')).toEqual({ kind: 'set', after: 'x' });
    expect(differenceOf('2027-01-01', null)).toEqual({ kind: 'cleared', before: '2027-01-01' });
  });

  it('does not take nought and false for nothing', () => {
    expect(differenceOf(0, 80)).toEqual({ kind: 'value', before: 0, after: 80 });
    expect(differenceOf(null, false)).toEqual({ kind: 'set', after: false });
  });

  it('sets short values side by side and marks words in longer text', () => {
    expect(differenceOf('draft', 'submitted').kind).toBe('value');
    expect(differenceOf('a'.repeat(64), 'b'.repeat(64)).kind).toBe('value');
    expect(differenceOf('leaf', 'leaf tissue').kind).toBe('value');
    expect(differenceOf('Root microbiome of potato', 'Root microbiome of wild potato').kind).toBe('text');
  });

  it('compares lists as what was added, removed and kept', () => {
    expect(differenceOf(['curator', 'depositor'], ['curator', 'admin'])).toEqual({
      kind: 'list',
      removed: ['depositor'],
      added: ['admin'],
      kept: ['curator'],
    });
    expect(differenceOf(null, ['curator'])).toMatchObject({ removed: [], added: ['curator'], kept: [] });
    expect(differenceOf(['curator'], null)).toMatchObject({ removed: ['curator'], added: [], kept: [] });
  });

  it('compares tables by rows, also where there was none', () => {
    expect(differenceOf([{ a: 1 }], [{ a: 1 }, { a: 2 }])).toMatchObject({
      kind: 'rows',
      rows: { rows: [{ change: 'added', after: { a: 2 } }], alike: 1 },
    });
    expect(differenceOf(null, [{ a: 1 }])).toMatchObject({ kind: 'rows' });
    expect(differenceOf([{ a: 1 }], [])).toMatchObject({ kind: 'rows' });
  });

  it('compares structures by fields, and what is none with one as text', () => {
    expect(differenceOf({ a: 1, b: 2 }, { a: 2, b: 2 })).toEqual({
      kind: 'fields',
      changes: [{ path: 'a', before: 1, after: 2 }],
    });
    expect(differenceOf('x', { a: 2 })).toMatchObject({ kind: 'text' });
  });
});
