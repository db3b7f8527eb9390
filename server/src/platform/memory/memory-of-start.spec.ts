import { execFileSync } from 'node:child_process';
import { pathToFileURL } from 'node:url';
import { join } from 'node:path';
import { expect, it } from 'vitest';

/** A process that leaves 50 MB of garbage. @returns bytes it has before and after */
function memoryOf(...flags: string[]): { before: number; after: number } {
  const file = pathToFileURL(join(import.meta.dirname, 'memory-of-start.ts')).href;
  const program = `
    import { returnMemoryOfStart } from ${JSON.stringify(file)};
    let kept = Array.from({ length: 100 }, () => Array.from({ length: 64_000 }, (_, index) => index));
    const before = process.memoryUsage.rss();
    kept = kept.length;
    returnMemoryOfStart();
    console.log(JSON.stringify({ before, after: process.memoryUsage.rss() }));`;
  const args = ['--no-warnings', ...flags, '--input-type=module', '--eval', program];
  return JSON.parse(execFileSync(process.execPath, args, { encoding: 'utf8' })) as {
    before: number;
    after: number;
  };
}

/** Two more processes of Node.js, on whatever machine. */
const patience = 60_000;

it(
  'gives the memory of what is garbage back to the system',
  () => {
    const { before, after } = memoryOf('--expose-gc');
    expect(before - after).toBeGreaterThan(35e6);
  },
  patience,
);

it(
  'does nothing where V8 cannot be asked',
  () => {
    const { before, after } = memoryOf();
    expect(before - after).toBeLessThan(15e6);
  },
  patience,
);
