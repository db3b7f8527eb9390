import { gunzipSync } from 'node:zlib';
import { expect, it } from 'vitest';
import { fastqOf, vcfOf } from './sequences.ts';

const reference = { assembly: 'GCA_000146045.2', sequence: 'BK006935.2', bases: 230_218 };

it('writes the same FASTQ for the same library, and another for each mate', () => {
  const bytes = fastqOf('X-1', 1, 50);
  expect(fastqOf('X-1', 1, 50)).toEqual(bytes);
  expect(fastqOf('X-1', 2, 50)).not.toEqual(bytes);
  const lines = gunzipSync(bytes).toString().split('\n');
  expect(lines).toHaveLength(50 * 4 + 1);
  expect(lines.slice(0, 4)).toEqual([
    '@X-1:1 1:N:0',
    expect.stringMatching(/^[ACGT]{100}$/),
    '+',
    expect.stringMatching(/^[#-I]{100}$/),
  ]);
});

it.each([3, 5_000])('writes a VCF of %i sites in order, in blocks that are whole', (sites) => {
  const bytes = vcfOf('X', reference, ['a', 'b'], sites);
  const text = gunzipSync(bytes).toString();
  const rows = text.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
  expect(rows).toHaveLength(sites);
  const positions = rows.map((row) => Number(row.split('\t')[1]));
  expect(positions).toEqual([...positions].sort((one, other) => one - other));
  expect(positions.at(-1)).toBeLessThanOrEqual(reference.bases);
  for (const row of rows) {
    const [, , , ref, alt, , , , , ...genotypes] = row.split('\t');
    expect(ref).not.toBe(alt);
    expect(genotypes).toHaveLength(2);
  }
  // Every block says how long it is; the last one is bgzip's mark of the end.
  let at = 0;
  let last: Buffer = Buffer.alloc(0);
  while (at < bytes.length) {
    const length = bytes.readUInt16LE(at + 16) + 1;
    last = bytes.subarray(at, at + length);
    at += length;
  }
  expect(at).toBe(bytes.length);
  expect(last.toString('hex')).toBe('1f8b08040000000000ff0600424302001b0003000000000000000000');
});
