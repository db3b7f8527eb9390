import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { judge } from './judgement.ts';

const md5 = fc.constantFrom('a'.repeat(32), 'b'.repeat(32));
const sha256 = fc.constantFrom('c'.repeat(64), 'd'.repeat(64));
const size = fc.constantFrom(1, 2);
const maybe = <T>(some: fc.Arbitrary<T>) => fc.option(some, { nil: null });

describe('bytes', () => {
  it('are taken exactly when they are everything that was said of them', () => {
    const declared = fc.record({
      name: fc.constant('reads.bam'),
      size,
      md5: maybe(md5),
      sha256: maybe(sha256),
    });
    fc.assert(
      fc.property(declared, fc.record({ size, md5, sha256 }), maybe(md5), (said, counted, stated) => {
        const isSame =
          said.size === counted.size &&
          [said.md5, stated].every((each) => each === null || each === counted.md5) &&
          (said.sha256 === null || said.sha256 === counted.sha256);
        expect(judge(said, counted, stated) === null).toBe(isSame);
      }),
    );
  });

  it('that are not it are refused in words that name both', () => {
    const counted = { size: 1, md5: 'a'.repeat(32), sha256: 'c'.repeat(64) };
    const none = { name: 'reads.bam', size: 1, md5: null, sha256: null };
    expect(judge({ ...none, size: 2 }, counted, null)).toMatchObject({
      code: 'file.size_differs',
      message: expect.stringMatching(/1 bytes; 2/),
    });
    expect(judge(none, counted, 'b'.repeat(32))?.message).toContain('reads.bam.md5 says bbb');
  });
});
