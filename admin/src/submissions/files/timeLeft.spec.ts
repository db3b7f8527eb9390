import { expect, it } from 'vitest';
import { timeInWords } from './timeLeft.ts';

it.each([
  [0, '1 sec'],
  [7, '7 sec'],
  [42, '40 sec'],
  [61, '1 min'],
  [3_599, '1 hr'],
  [7_500, '2 hr 5 min'],
])('%i seconds are %s', (seconds, words) => expect(timeInWords(seconds, 'en')).toBe(words));
