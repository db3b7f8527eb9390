import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { digest } from './digests.ts';
import { attachment } from './disposition.ts';
import { partSizeFor, partsOf } from './part-plan.ts';

const mebibyte = 1024 ** 2;

describe('parts', () => {
  it('are as S3 wants them: at most 10,000, all but the last of one size, together the file', () => {
    const sizes = fc.bigInt(1n, 5n * 1024n ** 4n).map(Number);
    fc.assert(
      fc.property(sizes, fc.integer({ min: 5, max: 5 * 1024 }), (size, usual) => {
        const partSize = partSizeFor(size, usual * mebibyte);
        const parts = partsOf(size, partSize);
        expect(parts.length).toBeLessThanOrEqual(10_000);
        expect(parts.map(({ number }) => number)).toEqual(parts.map((_, index) => index + 1));
        expect(parts.slice(0, -1).every((part) => part.size === partSize)).toBe(true);
        expect(parts.reduce((sum, part) => sum + part.size, 0)).toBe(size);
        expect(parts.at(-1)?.size).toBeGreaterThan(0);
      }),
      { numRuns: 50 },
    );
  });
});

describe('a stream', () => {
  it('is counted and digested as a whole, however it is cut', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.uint8Array({ maxLength: 300 })),
        fc.nat(400),
        async (chunks, headBytes) => {
          const whole = Buffer.concat(chunks);
          const { size, md5, sha256, head } = await digest(
            Readable.from(chunks.map((chunk) => Buffer.from(chunk))),
            headBytes,
          );
          expect(size).toBe(whole.byteLength);
          expect(md5).toBe(createHash('md5').update(whole).digest('hex'));
          expect(sha256).toBe(createHash('sha256').update(whole).digest('hex'));
          expect(head.equals(whole.subarray(0, headBytes))).toBe(true);
        },
      ),
    );
  });

  it('that breaks is not taken for one that ends', async () => {
    const broken = Readable.from(
      (async function* () {
        yield Buffer.from('half');
        throw new Error('the store went away');
      })(),
    );
    await expect(digest(broken, 0)).rejects.toThrow('the store went away');
  });
});

it('the header of a download is one header, whatever the name', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: 'binary' }).filter((name) => name.isWellFormed()),
      (name) => {
        const header = attachment(name);
        expect(header).toMatch(/^attachment; filename="[\w.,+@~() -]*"; filename\*=UTF-8''[\w.!%~-]*$/);
        expect(decodeURIComponent(header.split("UTF-8''")[1] ?? '')).toBe(name);
      },
    ),
  );
});
