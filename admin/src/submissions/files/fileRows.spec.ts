import type { FileView } from '@contract/files/file.contract.ts';
import { describe, expect, it } from 'vitest';
import { countRows, fileRows, isIn, type Naming } from './fileRows.ts';
import type { Transfer } from './transfer/transfer.ts';

const md5 = 'a'.repeat(32);
const file = (name: string, given: Partial<FileView> = {}): FileView => ({
  id: `id-${name}`,
  rootType: 'Submission',
  rootId: 's',
  name,
  size: 10,
  status: 'verified',
  visibility: 'private',
  md5,
  sha256: null,
  rejection: null,
  hints: [],
  createdAt: '',
  uploadedAt: null,
  settledAt: null,
  ...given,
});
const named = (entries: Record<string, string | null>) =>
  new Map<string, Naming[]>(
    Object.entries(entries).map(([name, given]) => [name, [{ runId: 'r', runAlias: 'R', md5: given }]]),
  );
const transfer = (name: string, uploadId: string | null = null): Transfer => ({
  key: name,
  submissionId: 's',
  state: 'sending',
  sent: 0,
  samples: [],
  error: null,
  name,
  size: 10,
  uploadId,
});
const told = (rows: ReturnType<typeof fileRows>) => rows.map(({ name, state }) => `${name} ${state}`);

describe('the files of a submission', () => {
  it('are those that are here and those that runs name, by name', () => {
    const rows = fileRows([file('r10.bam'), file('r2.bam')], named({ 'r2.bam': md5, 'r1.bam': md5 }), []);
    expect(told(rows)).toEqual(['r1.bam missing', 'r2.bam verified', 'r10.bam verified']);
    expect(rows.map(({ namings }) => namings.length)).toEqual([1, 1, 0]);
  });

  it('differ where a run gives another MD5, however it is written', () => {
    expect(told(fileRows([file('a')], named({ a: md5.toUpperCase() }), []))).toEqual(['a verified']);
    expect(told(fileRows([file('a')], named({ a: 'b'.repeat(32) }), []))).toEqual(['a differs']);
    expect(told(fileRows([file('a')], named({ a: 'no MD5' }), []))).toEqual(['a verified']);
    expect(told(fileRows([file('a', { md5: null, status: 'verifying' })], named({ a: md5 }), []))).toEqual([
      'a checking',
    ]);
  });

  it('are on their way while this tab sends them, and unfinished when nobody does', () => {
    const begun = file('a', { status: 'pending', md5: null });
    expect(told(fileRows([begun], named({ a: md5 }), [transfer('a', begun.id)]))).toEqual(['a sending']);
    expect(told(fileRows([begun], new Map(), []))).toEqual(['a unfinished']);
  });

  it('stay what they are while another of their name is being sent', () => {
    expect(told(fileRows([file('a')], named({ a: md5 }), [transfer('a', 'new')]))).toEqual(['a verified']);
  });

  it('know the file whose MD5 they hold', () => {
    const rows = fileRows([file('a.bam.md5'), file('.md5')], new Map(), []);
    expect(rows.map(({ checksumOf }) => checksumOf)).toEqual([null, 'a.bam']);
  });

  it('are counted by what is to be done about them', () => {
    const rows = fileRows(
      [file('a'), file('b', { status: 'rejected' }), file('c', { status: 'uploaded' }), file('d')],
      named({ d: 'b'.repeat(32), e: null }),
      [],
    );
    expect(countRows(rows)).toEqual({ all: 5, missing: 1, wrong: 2, coming: 1, verified: 1 });
    expect(rows.filter((row) => isIn('wrong', row)).map(({ name }) => name)).toEqual(['b', 'd']);
  });
});
