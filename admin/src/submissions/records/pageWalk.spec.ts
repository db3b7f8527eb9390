import { describe, expect, it } from 'vitest';
import { walkOn } from './pageWalk.ts';

describe('walkOn', () => {
  it('stays at the first page until another is wanted', () => {
    expect(walkOn([null], ['a'], 0)).toEqual([null]);
    expect(walkOn([null], ['a'], 1)).toEqual([null, 'a']);
  });

  it('goes one page at a time, since only a page that was read tells where the next begins', () => {
    expect(walkOn([null, 'a'], ['a', undefined], 5)).toEqual([null, 'a']);
    expect(walkOn([null, 'a'], ['a', 'b'], 5)).toEqual([null, 'a', 'b']);
  });

  it('ends where the list ends, however far is wanted', () => {
    expect(walkOn([null, 'a'], ['a', null], 9)).toEqual([null, 'a']);
    expect(walkOn([null], [null], 9)).toEqual([null]);
  });

  it('drops what lay behind a page whose end has moved', () => {
    expect(walkOn([null, 'a', 'b', 'c'], ['a2', 'b', 'c', 'd'], 9)).toEqual([null, 'a2']);
  });

  it('forgets pages that are not there any more', () => {
    expect(walkOn([null, 'a', 'b'], ['a', null, 'c'], 9)).toEqual([null, 'a']);
  });

  it('keeps later pages while an earlier one is being read again', () => {
    expect(walkOn([null, 'a', 'b'], ['a', undefined, 'c'], 0)).toEqual([null, 'a', 'b']);
  });
});
