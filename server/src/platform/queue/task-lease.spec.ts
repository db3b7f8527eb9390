import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Tx } from '../database/tx.ts';
import { LeaseLost } from './task-handlers.ts';
import { TaskLease } from './task-lease.ts';
import { type ClaimedTask, leaseSeconds } from './task-store.ts';

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

const task = { id: 't1', name: 'test.lease', payload: {}, attempt: 1, leaseToken: 'token' };
const logger = { warn: vi.fn<(text: string) => void>() };
const leaseWith = (renew: (task: ClaimedTask, tx?: Tx) => Promise<boolean>) =>
  new TaskLease({ renew, fence: () => Promise.resolve() }, task, logger, performance.now());
const seconds = (count: number) => vi.advanceTimersByTimeAsync(count * 1_000);

it('is held for as long as it is renewed', async () => {
  const renew = vi.fn<() => Promise<boolean>>().mockResolvedValue(true);
  const lease = leaseWith(renew);
  await seconds(leaseSeconds * 10);
  expect(lease.signal.aborted).toBe(false);
  expect(renew).toHaveBeenCalledTimes(40);
  lease.end();
  await seconds(leaseSeconds * 10);
  expect(renew).toHaveBeenCalledTimes(40);
  expect(lease.signal.aborted).toBe(false);
});

it('is lost as soon as another worker has it', async () => {
  const lease = leaseWith(() => Promise.resolve(false));
  await seconds(leaseSeconds / 4);
  expect(lease.signal.reason).toBeInstanceOf(LeaseLost);
});

it('survives a database that is away for a moment', async () => {
  let isAway = true;
  const lease = leaseWith(() => (isAway ? Promise.reject(new Error('away')) : Promise.resolve(true)));
  await seconds((leaseSeconds * 2) / 3);
  expect(logger.warn).toHaveBeenCalledWith(expect.stringContaining('away'));
  isAway = false;
  await seconds(leaseSeconds * 3);
  expect(lease.signal.aborted).toBe(false);
  lease.end();
});

it('is lost when the database stays away, or does not answer, until another worker may have it', async () => {
  for (const renew of [
    () => Promise.reject(new Error('away')),
    () => new Promise<boolean>(() => undefined),
  ]) {
    const lease = leaseWith(renew);
    await seconds(leaseSeconds - 0.01);
    expect(lease.signal.aborted).toBe(false);
    await seconds(0.02);
    expect(lease.signal.reason).toBeInstanceOf(LeaseLost);
  }
});

describe('while a transaction has the task locked', () => {
  it('no heartbeat waits for the lock, and time does not run out; afterwards both go on', async () => {
    const renew = vi.fn<(task: ClaimedTask, tx?: Tx) => Promise<boolean>>().mockResolvedValue(true);
    const lease = leaseWith(renew);
    const tx = new Tx({} as never);
    await lease.fence(tx);
    await seconds(leaseSeconds * 5);
    expect(renew).not.toHaveBeenCalled();
    await tx.conclude();
    expect(renew.mock.calls).toEqual([[task, tx]]);
    tx.ended(true);
    await seconds(leaseSeconds);
    expect(renew).toHaveBeenCalledTimes(5);
    expect(lease.signal.aborted).toBe(false);
    renew.mockRejectedValue(new Error('away'));
    await seconds(leaseSeconds);
    expect(lease.signal.reason).toBeInstanceOf(LeaseLost);
  });

  it('asks at once whose the task is when that was rolled back', async () => {
    for (const isHeld of [true, false]) {
      const lease = leaseWith(() => Promise.resolve(isHeld));
      const tx = new Tx({} as never);
      await lease.fence(tx);
      await seconds(leaseSeconds * 5);
      tx.ended(false);
      await seconds(0);
      expect(lease.signal.aborted).toBe(!isHeld);
      lease.end();
    }
  });

  it('a handler that has ended is not brought back', async () => {
    const renew = vi.fn<() => Promise<boolean>>().mockResolvedValue(true);
    const lease = leaseWith(renew);
    const tx = new Tx({} as never);
    await lease.fence(tx);
    lease.end();
    tx.ended(false);
    await seconds(leaseSeconds * 5);
    expect(renew).not.toHaveBeenCalled();
    expect(lease.signal.aborted).toBe(false);
  });
});
