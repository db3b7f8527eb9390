import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { AnotherFile, proven } from './proven-file.ts';

async function* given(chunks: readonly Buffer[]) {
  yield* chunks;
}
const sha256 = (file: Buffer) => createHash('sha256').update(file).digest('hex');

async function taken(chunks: readonly Buffer[], stated: { bytes: number; sha256: string }) {
  const got: Buffer[] = [];
  try {
    for await (const chunk of proven(given(chunks), stated)) got.push(chunk);
    return { got: Buffer.concat(got), error: undefined };
  } catch (error) {
    return { got: Buffer.concat(got), error };
  }
}

const pieces = fc.array(
  fc.uint8Array({ minLength: 1, maxLength: 40 }).map((bytes) => Buffer.from(bytes)),
  {
    maxLength: 8,
  },
);

it('passes on the file that was stated, in whatever pieces it comes', async () => {
  await fc.assert(
    fc.asyncProperty(pieces, async (chunks) => {
      const file = Buffer.concat(chunks);
      const { got, error } = await taken(chunks, { bytes: file.length, sha256: sha256(file) });
      expect(error).toBeUndefined();
      expect(got.equals(file)).toBe(true);
    }),
  );
});

it('never passes on the whole of another one, nor as many bytes as were stated', async () => {
  await fc.assert(
    fc.asyncProperty(pieces, pieces, async (chunks, others) => {
      const [file, other] = [Buffer.concat(chunks), Buffer.concat(others)];
      fc.pre(!file.equals(other));
      const { got, error } = await taken(others, { bytes: file.length, sha256: sha256(file) });
      expect(error).toBeInstanceOf(AnotherFile);
      if (file.length > 0) expect(got.length).toBeLessThan(file.length);
      if (other.length > 0) expect(got.length).toBeLessThan(other.length);
    }),
  );
});
