import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { returnMemoryOfStart } from './memory-of-start.ts';

/**
 * A process that leaves garbage, many times what else it has. What V8 keeps is compared with what it had, not with a
 * number of bytes: in how many pages garbage lies is up to the machine and the version.
 *
 * @returns bytes of the heap's pages before and after
 */
function memoryOf(...flags: string[]): { before: number; after: number } {
  const file = pathToFileURL(join(import.meta.dirname, 'memory-of-start.ts')).href;
  const program = `
    import { returnMemoryOfStart } from ${JSON.stringify(file)};
    let kept = Array.from({ length: 100 }, () => Array.from({ length: 64_000 }, (_, index) => index));
    const before = process.memoryUsage().heapTotal;
    kept = kept.length;
    returnMemoryOfStart();
    console.log(JSON.stringify({ before, after: process.memoryUsage().heapTotal }));`;
  const args = ['--no-warnings', ...flags, '--input-type=module', '--eval', program];
  return JSON.parse(execFileSync(process.execPath, args, { encoding: 'utf8' })) as {
    before: number;
    after: number;
  };
}

afterEach(() => vi.unstubAllGlobals());

describe('at the end of a start', () => {
  it('V8 is asked several times, as if it had no memory left', () => {
    const gc = vi.fn();
    vi.stubGlobal('gc', gc);
    returnMemoryOfStart();
    const asked = [{ type: 'major', execution: 'sync', flavor: 'last-resort' }];
    expect(gc.mock.calls).toEqual([asked, asked, asked]);
  });

  it('nothing is done where V8 cannot be asked', () => {
    vi.stubGlobal('gc', undefined);
    expect(() => returnMemoryOfStart()).not.toThrow();
  });

  it('the pages of what is garbage are given back', () => {
    const { before, after } = memoryOf('--expose-gc');
    expect(after).toBeLessThan(before / 2);
  }, 60_000); // another process of Node.js, on whatever machine
});
