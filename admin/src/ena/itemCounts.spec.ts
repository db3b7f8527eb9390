import { describe, expect, it } from 'vitest';
import { answeredOf, sharesOf } from './itemCounts.ts';

const none = { waiting: 0, sent: 0, accepted: 0, failed: 0, attention: 0 };

describe('sharesOf', () => {
  it('leaves out empty states and adds up to the whole', () => {
    const shares = sharesOf({ ...none, accepted: 30, failed: 10, waiting: 60 });
    expect(shares.map(({ status, share }) => [status, share])).toEqual([
      ['accepted', 0.3],
      ['failed', 0.1],
      ['waiting', 0.6],
    ]);
  });

  it('has nothing to show of an empty batch', () => expect(sharesOf(none)).toEqual([]));
});

describe('answeredOf', () => {
  it('counts refusals and unclear answers as answers', () =>
    expect(answeredOf({ waiting: 1, sent: 2, accepted: 4, failed: 8, attention: 16 })).toBe(28));
});
