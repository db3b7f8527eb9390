import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readSidecar, sidecarOf } from './md5-sidecar.ts';

const md5 = 'd41d8cd98f00b204e9800998ecf8427e';
const other = '9e107d9d372bb6826bd81d3542a419d6';

describe('a checksum file', () => {
  it.each([
    ['bare', md5],
    ['bare, in capitals, with a line end', `${md5.toUpperCase()}\n`],
    ['as md5sum writes it', `${md5}  reads.bam\n`],
    ['of binary mode', `${md5} *reads.bam\r\n`],
    ['with a path', `${md5}  ./run/2024/reads.bam\n`],
    ['from a pipe', `${md5}  -\n`],
    ['tagged', `MD5 (reads.bam) = ${md5}\n`],
    ['with a byte order mark', `\uFEFF${md5}\n`],
    ['of several files', `${other}  other.bam\n${md5}  reads.bam\n`],
    ['with a comment', `# made by a robot\n${md5}  reads.bam\n`],
  ])('%s is read', (_, text) => expect(readSidecar(text, 'reads.bam')).toBe(md5));

  it.each([
    ['nothing', ''],
    ['a checksum of another file', `${md5}  other.bam\n`],
    ['a checksum that is too short', md5.slice(1)],
    ['a SHA-256', 'a'.repeat(64)],
    ['words', 'see the e-mail'],
    ['two that contradict each other', `${md5}  reads.bam\n${other}  reads.bam\n`],
    ['two bare ones', `${md5}\n${other}\n`],
    ['HTML', '<html><body>not found</body></html>'],
  ])('with %s states nothing', (_, text) => expect(readSidecar(text, 'reads.bam')).toBeUndefined());

  it('never states anything but 32 lower-case digits', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(readSidecar(text, 'reads.bam') ?? md5).toMatch(/^[0-9a-f]{32}$/);
      }),
    );
  });

  it('is told by its name', () => {
    expect(sidecarOf('reads.bam.md5')).toBe('reads.bam');
    expect(sidecarOf('reads.bam')).toBeUndefined();
    expect(sidecarOf('.md5')).toBeUndefined();
  });
});
