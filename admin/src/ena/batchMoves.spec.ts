import { batchStatus, type BatchView } from '@contract/ena/batches/batches.contract.ts';
import { describe, expect, it } from 'vitest';
import { movesOf, recordsOf, type BatchMove, type Looker } from './batchMoves.ts';

const counts = { waiting: 1, sent: 2, accepted: 4, failed: 8, attention: 16 };
const batchOf = (given: Partial<BatchView>) =>
  ({
    status: 'assembling',
    itemCount: 31,
    counts,
    checks: { unchecked: 0, passed: 2, failed: 0 },
    createdBy: { id: 'ada', name: 'Ada' },
    pausedAt: null,
    isUnderWay: false,
    ...given,
  }) as BatchView;
const alone: Looker = { id: 'ada', isFourEyes: false, may: () => true };
const two: Looker = { ...alone, isFourEyes: true };

describe('movesOf', () => {
  it('offers what the state allows', () => {
    expect(movesOf(batchOf({}), alone).buttons).toEqual(['check', 'send']);
    expect(movesOf(batchOf({ status: 'checked' }), alone).buttons).toEqual(['send', 'check']);
    expect(movesOf(batchOf({ status: 'partial' }), alone).buttons).toEqual(['retry']);
    expect(movesOf(batchOf({ status: 'attention' }), alone).buttons).toEqual(['ask']);
    expect(movesOf(batchOf({ status: 'accepted' }), alone)).toEqual({ buttons: [], menu: [] });
  });

  it('leaves the approval to a second person where there have to be two', () => {
    expect(movesOf(batchOf({}), two).buttons).toEqual(['check']);
    expect(movesOf(batchOf({ status: 'checked' }), two).buttons).toEqual(['check']);
    expect(movesOf(batchOf({ status: 'checked' }), { ...two, id: 'bob' }).buttons).toContain('approve');
    const ofTheSchedule = batchOf({ status: 'checked', createdBy: null });
    expect(movesOf(ofTheSchedule, two).buttons).toContain('approve');
  });

  it('does not offer to send what failed as a whole', () => {
    const failed = batchOf({ status: 'checked', checks: { unchecked: 0, passed: 0, failed: 2 } });
    for (const looker of [alone, { ...two, id: 'bob' }])
      expect(movesOf(failed, looker).buttons).toEqual(['check']);
  });

  it('offers to restart only what has come to a halt', () => {
    expect(movesOf(batchOf({ status: 'sending', isUnderWay: true }), alone).menu).toEqual([]);
    expect(movesOf(batchOf({ status: 'sending' }), alone)).toEqual({ buttons: ['restart'], menu: ['pause'] });
    expect(movesOf(batchOf({ status: 'checking', isUnderWay: true }), alone).buttons).toEqual([]);
    expect(movesOf(batchOf({ status: 'checking' }), alone).buttons).toEqual(['check']);
    const paused = batchOf({ status: 'sending', pausedAt: '2026-11-21T12:00:00Z' });
    expect(movesOf(paused, alone)).toEqual({ buttons: ['resume'], menu: [] });
  });

  it('offers nothing without the right', () => {
    for (const status of batchStatus.options)
      expect(movesOf(batchOf({ status }), { ...alone, may: () => false })).toEqual({ buttons: [], menu: [] });
  });
});

describe('the moves of each state', () => {
  /** As in the server's table of states (`batch.state.ts`): what a state's moves may be at most. */
  const taken: Record<BatchView['status'], readonly BatchMove[]> = {
    assembling: ['check', 'send', 'cancel', 'remove'],
    checking: ['check', 'cancel', 'remove'],
    checked: ['check', 'approve', 'send', 'cancel', 'remove'],
    approved: ['check', 'send', 'pause', 'resume', 'cancel', 'remove'],
    sending: ['pause', 'resume', 'restart'],
    accepted: [],
    partial: ['retry'],
    refused: ['retry'],
    attention: ['ask'],
    cancelled: [],
  };

  it.each(batchStatus.options)('%s: none that the server refuses', (status) => {
    for (const isFourEyes of [true, false])
      for (const pausedAt of [null, '2026-11-21T12:00:00Z']) {
        const { buttons, menu } = movesOf(batchOf({ status, pausedAt }), { ...alone, isFourEyes, id: 'bob' });
        for (const move of [...buttons, ...menu]) expect(taken[status]).toContain(move);
        if (isFourEyes && status !== 'approved') expect(buttons).not.toContain('send');
      }
  });
});

describe('recordsOf', () => {
  it('counts what the move is about', () => {
    const batch = batchOf({});
    expect(recordsOf('send', batch)).toBe(1);
    expect(recordsOf('retry', batch)).toBe(24);
    expect(recordsOf('restart', batch)).toBe(3);
    expect(recordsOf('remove', batch)).toBe(31);
    expect(recordsOf('approve', batchOf({ counts: { ...counts, waiting: 9 } }), 4)).toBe(5);
  });
});
