import { afterEach, expect, it, vi } from 'vitest';
import { collectPassed } from './passing-bytes.ts';

afterEach(() => vi.unstubAllGlobals());

const megabyte = 1024 * 1024;

it('V8 is asked once for so many bytes, however they come', () => {
  const gc = vi.fn();
  vi.stubGlobal('gc', gc);
  collectPassed(2 * megabyte); // whatever has passed before
  gc.mockClear();
  for (let passed = 0; passed < 20 * megabyte; passed += 1024) collectPassed(1024);
  expect(gc.mock.calls).toEqual(Array.from({ length: 10 }, () => [{ type: 'minor', execution: 'sync' }]));
});

it('nothing is done where V8 cannot be asked', () => {
  vi.stubGlobal('gc', undefined);
  expect(() => collectPassed(10 * megabyte)).not.toThrow();
});
