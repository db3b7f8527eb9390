import { batchStatus, type BatchView } from '@contract/ena/batches/batches.contract.ts';
import { describe, expect, it } from 'vitest';
import { movesOf, recordsOf } from './batchMoves.ts';

const everything = () => true;

describe('movesOf', () => {
  it('offers what the state allows', () => {
    expect(movesOf('assembling', everything).buttons).toEqual(['send', 'remove']);
    expect(movesOf('partial', everything).buttons).toEqual(['retry']);
    expect(movesOf('attention', everything).buttons).toEqual(['ask']);
    expect(movesOf('accepted', everything)).toEqual({ buttons: [], menu: [] });
  });

  it('offers nothing without the right', () => {
    for (const status of batchStatus.options)
      expect(movesOf(status, () => false)).toEqual({ buttons: [], menu: [] });
    expect(movesOf('assembling', (action) => action === 'remove').buttons).toEqual(['remove']);
  });
});

describe('recordsOf', () => {
  const batch = {
    itemCount: 31,
    counts: { waiting: 1, sent: 2, accepted: 4, failed: 8, attention: 16 },
  } as BatchView;

  it('counts what the move is about', () => {
    expect(recordsOf('send', batch)).toBe(1);
    expect(recordsOf('retry', batch)).toBe(24);
    expect(recordsOf('restart', batch)).toBe(3);
    expect(recordsOf('remove', batch)).toBe(31);
  });
});
