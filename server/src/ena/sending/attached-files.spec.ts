import { describe, expect, it } from 'vitest';
import type { SubmissionFile } from '../../submissions/uploads/submission-files.ts';
import { attachedFile, UnfitFile } from './attached-files.ts';

const md5 = '9e107d9d372bb6826bd81d3542a419d6';
const file = (name: string, change: Partial<SubmissionFile> = {}): [string, SubmissionFile] => [
  name,
  { id: `id of ${name}`, name, size: 7, md5, sha256: 'f'.repeat(64), status: 'verified', ...change },
];
const files = new Map([
  file('a.bam'),
  file('bad.bam', { status: 'rejected' }),
  file('new.bam', { status: 'verifying', md5: null }),
]);
const attach = (name: string, given: string | null = null) =>
  attachedFile({ name, md5: given }, files, 'SUB-000123');

describe('the file of a record', () => {
  it('lies in a folder of its submission and its content', () => {
    const expected = { fileId: 'id of a.bam', path: 'SUB-000123/9e107d9d372b/a.bam', size: 7, md5 };
    expect(attach('a.bam')).toEqual(expected);
    expect(attach('a.bam', md5.toUpperCase())).toEqual(expected);
    expect(attach('/a.bam')).toEqual(expected);
    expect(attach('run1/a.bam', md5)).toEqual(expected);
  });

  it.each([
    ['that was not uploaded', 'b.bam', null, 'was not uploaded'],
    ['that was found damaged', 'bad.bam', null, 'did not pass the check'],
    ['that is not known yet', 'new.bam', null, 'still being checked'],
    ['that is not the approved one', 'a.bam', '0'.repeat(32), `has the MD5 ${md5}, and 0000`],
  ])('is none %s', (_what, name, given, message) => {
    expect(() => attach(name, given)).toThrow(UnfitFile);
    expect(() => attach(name, given)).toThrow(message);
  });
});
