import { expect, it } from 'vitest';
import { failureWords } from './failure-words.ts';

it('says why a request failed, and not only that it did', () => {
  const refused = new Error('connect ECONNREFUSED 127.0.0.1:9');
  expect(failureWords(refused)).toBe('connect ECONNREFUSED 127.0.0.1:9');
  expect(failureWords(new TypeError('fetch failed', { cause: refused }))).toBe(
    'fetch failed: connect ECONNREFUSED 127.0.0.1:9',
  );
});

it('has the words of each address that was tried, once', () => {
  const [four, six] = [
    new Error('connect ECONNREFUSED 127.0.0.1:9'),
    new Error('connect ECONNREFUSED ::1:9'),
  ];
  expect(failureWords(new TypeError('fetch failed', { cause: new AggregateError([six, four, six]) }))).toBe(
    'fetch failed: connect ECONNREFUSED ::1:9; connect ECONNREFUSED 127.0.0.1:9',
  );
});

it('always says something, and ends', () => {
  expect(failureWords(new RangeError())).toBe('RangeError');
  expect(failureWords(new AggregateError([]))).toBe('AggregateError');
  expect(failureWords('no')).toBe('no');
  expect(failureWords(undefined)).toBe('undefined');
  const endless = new Error('round');
  endless.cause = endless;
  expect(failureWords(endless)).toBe('round: round: round: round: round');
});
