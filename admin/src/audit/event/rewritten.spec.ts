import { expect, it } from 'vitest';
import { wordDiff } from '../../components/wordDiff.ts';
import { isRewritten, startsRightToLeft } from './rewritten.ts';

const rewritten = (before: string, after: string) => isRewritten(wordDiff(before, after));

it('tells a text that was written anew from one in which words changed', () => {
  expect(rewritten('Laboratory evolution of Escherichia coli', 'مجموعة بيانات التربة والمياه')).toBe(true);
  expect(rewritten('Soil of three fields in spring', 'Genomes of ale yeast in a brewery')).toBe(true);
  expect(rewritten('Soil of three fields in spring', 'Soil of four fields in autumn')).toBe(false);
});

it('does not count the spaces between words as common', () => {
  expect(rewritten('a b c d e f g h i j k l', 'm n o p q r s t u v w x')).toBe(true);
});

it('takes what was added to a text for a change, however much it is', () => {
  expect(rewritten('Soil of the estuary', `Soil of the estuary ${'and of rivers '.repeat(20)}`)).toBe(false);
  expect(rewritten(`Soil of the estuary ${'and of rivers '.repeat(20)}`, 'Soil of the estuary')).toBe(false);
});

it('tells which way a text runs by its first letter', () => {
  expect(startsRightToLeft('=1+1 (تطور) on glycerol')).toBe(true);
  expect(startsRightToLeft('«עברית»')).toBe(true);
  expect(startsRightToLeft('12 of تطور')).toBe(false);
  expect(startsRightToLeft('2026-10-01')).toBe(false);
});
