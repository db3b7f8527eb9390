import { describe, expect, it } from 'vitest';
import { authPause } from './auth-pause.ts';

const rounds = (environment: Parameters<typeof authPause>[1]) =>
  [1, 2, 3, 4, 5, 6, 7].map((times) => authPause(times, environment));

describe('a look-up that is turned away for the account', () => {
  it('waits longer each time, then a person looks, then it begins anew', () => {
    expect(rounds('production')).toEqual([60, 120, 240, 480, 960, undefined, 60]);
  });

  it.each(['sandbox', 'test'] as const)('waits not long where nothing counts (%s)', (environment) => {
    expect(rounds(environment)[5]).toBeUndefined();
    expect(rounds(environment).reduce<number>((sum, one) => sum + (one ?? 0), 0)).toBeLessThan(70);
  });

  it('is believed when no answer of it was kept', () => {
    expect(authPause(0, 'production')).toBeUndefined();
  });
});
