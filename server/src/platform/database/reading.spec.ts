import type { DataSource } from 'typeorm';
import { describe, expect, it, vi } from 'vitest';
import { reading } from './reading.ts';

/** A connection that notes what becomes of it, and may be lost before the end. */
function connection({ isLost = false, canBegin = true } = {}) {
  const runner = {
    isTransactionActive: false,
    startTransaction: async () => {
      if (!canBegin) throw new Error('no connection');
      runner.isTransactionActive = true;
    },
    rollbackTransaction: vi.fn(async () => {
      if (isLost) throw new Error('the connection was lost');
      runner.isTransactionActive = false;
    }),
    release: vi.fn(async () => undefined),
  };
  return { runner, database: { createQueryRunner: () => runner } as unknown as DataSource };
}

describe('a reading transaction', () => {
  it('answers what was read, and is rolled back', async () => {
    const { runner, database } = connection();
    expect(await reading(database, async () => 'read')).toBe('read');
    expect(runner.rollbackTransaction).toHaveBeenCalledOnce();
    expect(runner.release).toHaveBeenCalledOnce();
  });

  it('tells what went wrong, and gives its connection back when it cannot even be rolled back', async () => {
    const { runner, database } = connection({ isLost: true });
    const failing = reading(database, () => Promise.reject(new Error('a statement failed')));
    await expect(failing).rejects.toThrow('a statement failed');
    expect(runner.release).toHaveBeenCalledOnce();
  });

  it('that does not begin keeps no connection', async () => {
    const { runner, database } = connection({ canBegin: false });
    const work = vi.fn();
    await expect(reading(database, work)).rejects.toThrow('no connection');
    expect(work).not.toHaveBeenCalled();
    expect(runner.rollbackTransaction).not.toHaveBeenCalled();
    expect(runner.release).toHaveBeenCalledOnce();
  });
});
