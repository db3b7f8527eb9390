import { describe, expect, it, vi } from 'vitest';
import { check, inWords, NotReady } from './check.ts';

const saidOf = async (error: unknown) => {
  const asked = await check(async () => {
    throw error;
  });
  return asked.ok ? null : inWords(asked.reason);
};

describe('a check', () => {
  it('gives what was answered', async () => {
    expect(await check(async () => 7)).toMatchObject({ ok: true, answer: 7 });
  });

  it('tells of what others complain their code only', async () => {
    const refused = Object.assign(new Error('connect to 10.0.0.7:5432 as seqdb_app'), {
      code: 'ECONNREFUSED',
    });
    expect(await saidOf(refused)).toBe('ECONNREFUSED');
    expect(await saidOf(Object.assign(new TypeError('secret'), { code: 7 }))).toBe('TypeError');
    expect(await saidOf({ code: '', name: '' })).toBe('failed');
    expect(await saidOf({})).toBe('failed');
  });

  it('says what stands in the way', async () => {
    const policy = new NotReady({ code: 'policy', params: { policy: 'allkeys-lru' } });
    expect(await saidOf(policy)).toBe('maxmemory-policy is allkeys-lru and must be noeviction');
  });

  it('does not wait for ever', async () => {
    vi.useFakeTimers();
    try {
      const asked = check(() => new Promise(() => undefined));
      await vi.advanceTimersByTimeAsync(3_000);
      expect(await asked).toMatchObject({ ok: false, reason: { code: 'no_answer', params: { ms: 3_000 } } });
      expect(vi.getTimerCount()).toBe(0);
    } finally {
      vi.useRealTimers();
    }
  });
});
