import { createHash, randomBytes } from 'node:crypto';
import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { FileDigest, firstDifference } from './file-digest.ts';

function digestOf(bytes: Buffer, cuts: readonly number[] = []) {
  const digest = new FileDigest();
  let from = 0;
  for (const cut of [...cuts.map((at) => at % (bytes.length + 1)), bytes.length].sort((a, b) => a - b)) {
    digest.update(bytes.subarray(from, cut));
    from = cut;
  }
  return digest.end();
}

it('is the same however the file comes, and of the whole it is SHA-256', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 40_000 }), fc.array(fc.nat(), { maxLength: 8 }), (length, cuts) => {
      const bytes = randomBytes(length);
      const { sha256, bytes: counted, ...rest } = digestOf(bytes, cuts);
      expect([sha256, counted]).toEqual([createHash('sha256').update(bytes).digest('hex'), length]);
      expect(rest).toEqual({ blockBytes: 4096, blocks: digestOf(bytes).blocks });
    }),
    { numRuns: 50 },
  );
});

it('tells where a file was changed, in few stretches however large it is', () => {
  const bytes = randomBytes(40 * 1024 * 1024);
  const before = digestOf(bytes);
  expect(before.blockBytes).toBe(16_384);
  expect(before.blocks.length).toBeLessThanOrEqual(4_096);
  expect(firstDifference(before, digestOf(bytes, [7, 100_000]))).toBeUndefined();
  for (const at of [0, 12_345_678, bytes.length - 1]) {
    const bent = Buffer.from(bytes);
    bent[at] = (bent[at] ?? 0) ^ 1;
    const [from = -1, to = -1] = firstDifference(before, digestOf(bent)) ?? [];
    expect(from <= at && at < to && to - from === 16_384).toBe(true);
  }
  const short = digestOf(bytes.subarray(0, 10_000_000));
  expect(short.blockBytes).toBeLessThan(before.blockBytes);
  const [from = -1, to = -1] = firstDifference(before, short) ?? [];
  expect(from <= 10_000_000 && 10_000_000 < to).toBe(true);
}, 30_000);
