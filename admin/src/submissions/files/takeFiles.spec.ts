import { expect, it } from 'vitest';
import { takeFiles } from './takeFiles.ts';

const named = (name: string, content = 'ACGT') => new File([content], name);
const names = (files: readonly File[]) => files.map(({ name }) => name);

it('tells files that are new from those that replace another, and from those that cannot be sent', () => {
  const given = [named('a'), named('b'), named('a', 'other'), named('c'), named('d', '')];
  const taken = takeFiles(given, new Set(['b']), new Set(['c']));
  expect(names(taken.fresh)).toEqual(['a']);
  expect(names(taken.replacing)).toEqual(['b']);
  expect(taken.refused).toEqual([
    { name: 'a', because: 'twice' },
    { name: 'c', because: 'onItsWay' },
    { name: 'd', because: 'empty' },
  ]);
});
