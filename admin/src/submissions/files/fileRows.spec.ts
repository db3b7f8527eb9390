import type { FileState, FileStateView } from '@contract/submissions/uploads/file-state.contract.ts';
import { describe, expect, it } from 'vitest';
import { countViews, fileRows } from './fileRows.ts';
import type { Transfer } from './transfer/transfer.ts';

const file = (name: string, state: FileState = 'verified', id = `id-${name}`): FileStateView => ({
  id,
  name,
  state,
  file: null,
  namings: [],
  namedBy: 0,
});
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
  it('are in the order people count in once all are known', () => {
    const files = [file('r1.bam', 'missing'), file('r10.bam'), file('r2.bam')];
    expect(told(fileRows(files, [], true))).toEqual([
      'r1.bam missing',
      'r2.bam verified',
      'r10.bam verified',
    ]);
    expect(told(fileRows(files, [], false))).toEqual([
      'r1.bam missing',
      'r10.bam verified',
      'r2.bam verified',
    ]);
  });

  it('are on their way while this tab sends them, and unfinished when nobody does', () => {
    const files = [file('a', 'missing'), file('a', 'unfinished', 'begun')];
    expect(told(fileRows(files, [transfer('a', 'begun')], true))).toEqual(['a sending']);
    expect(told(fileRows(files, [], true))).toEqual(['a missing', 'a unfinished']);
  });

  it('stay what they are while another of their name is being sent', () => {
    expect(told(fileRows([file('a')], [transfer('a', 'new')], true))).toEqual(['a verified']);
  });

  it('know the file whose MD5 they hold', () => {
    const rows = fileRows([file('a.bam.md5'), file('.md5')], [], true);
    expect(rows.map(({ checksumOf }) => checksumOf)).toEqual([null, 'a.bam']);
  });

  it('are counted by what is to be done about them', () => {
    const counts = { missing: 1, unfinished: 2, checking: 3, verified: 4, differs: 5, rejected: 6 };
    const named = { count: 0, verified: 0 };
    expect(countViews({ counts, named }, 0)).toEqual({
      all: 21,
      missing: 1,
      wrong: 13,
      coming: 3,
      verified: 4,
    });
    expect(countViews({ counts, named }, 1)).toMatchObject({ all: 20, wrong: 12 });
    expect(countViews({ counts, named }, 9)).toMatchObject({ all: 19, wrong: 11 });
  });
});
