import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hintsFor, nameObjection } from './file-name.ts';

describe('a name', () => {
  it.each([
    'reads_1.fastq.gz',
    'S-12 (rep 2).R1.fq.bz2',
    'a',
    "it's+@home~%<?[1]#2,3:4.bam",
    'reads.bam.md5',
    'x'.repeat(200),
  ])('may be %s', (name) => expect(nameObjection(name)).toBeUndefined());

  it.each([
    ['', 'empty'],
    ['../../etc/passwd', 'path'],
    ['..\\windows\\system.ini', 'path'],
    ['/reads.bam', 'path'],
    ['..', 'dots'],
    ['.', 'dots'],
    ['.hidden', 'begin'],
    ['-rf', 'begin'],
    [' reads.bam', 'begin'],
    ['reads.bam ', 'end'],
    ['reads.', 'end'],
    ['Ñandú.fastq.gz', '“Ñ” (U+00D1)'],
    ['reads\r\nSet-Cookie: a=b', 'U+000D'],
    ['a"b.bam', '“"”'],
    ['a;b.bam', '“;”'],
    ['reads|1.bam', '“|”'],
    ['reads\u202Egnp.bam', 'U+202E'],
    ['💥.bam', '“💥” (U+1F4A5)'],
    ['x'.repeat(201), '200'],
  ])('is refused: %j', (name, because) => expect(nameObjection(name)).toContain(because));

  it('that is taken is printable ASCII and no path, whatever it is', () => {
    const any = fc.oneof(
      fc.string(),
      fc.string({ unit: 'binary' }),
      fc.string({ unit: fc.constantFrom('a', '.', '/', '\\', ' ', '-') }),
    );
    fc.assert(
      fc.property(any, (name) => {
        if (nameObjection(name) !== undefined) return;
        expect(name).toMatch(/^[\x20-\x7E]+$/);
        expect(name).not.toMatch(/[/\\"\r\n]|^\.+$/);
      }),
    );
  });
});

it.each([
  ['reads.fastq', ['uncompressed_fastq']],
  ['reads.FQ', ['uncompressed_fastq']],
  ['reads.fastq.gz', []],
  ['reads.bam', []],
  ['reads.fastq.zip', ['unusual_compression']],
  ['calls.vcf.gz', []],
  ['holiday.jpeg', ['unknown_extension']],
  ['README', ['unknown_extension']],
])('%s hints at %j', (name, hints) => expect(hintsFor(name)).toEqual(hints));
