// Reading and checking a 10,000-row ERC000011 sheet with 30 columns, in a process of its own so that its memory is its own.
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

export const needs = [] as const;

const GOAL = { rowsPerSecond: 20_000, megabytes: 250 };

export type Measured = {
  rows: number;
  columns: number;
  findings: number;
  best: number;
  first: number;
  megabytes: number;
  idleMegabytes: number;
};

/** By default V8 lets garbage of 100 MB and more gather in its nursery; held small, it shows what the work itself needs. */
const smallNursery = '--max-semi-space-size=8';

export default async function bench(): Promise<void> {
  for (const rows of [10_000, 100_000]) print(measure(rows), measure(rows, smallNursery));
}

/** The measuring program is plain TypeScript, which Node itself runs: no compiler stays in its memory. */
function measure(rows: number, ...flags: string[]): Measured {
  const program = fileURLToPath(new URL('./validate-sheet.measure.ts', import.meta.url));
  const all = [
    ...flags,
    '--experimental-transform-types',
    '--disable-warning=ExperimentalWarning',
    program,
    String(rows),
  ];
  const { status, stdout, stderr } = spawnSync(process.execPath, all, { encoding: 'utf8' });
  if (status !== 0) throw new Error(`the measurement failed:\n${stderr}`);
  return JSON.parse(stdout) as Measured;
}

function print(usual: Measured, small: Measured): void {
  const { rows, columns, findings, best, first, megabytes, idleMegabytes } = usual;
  const perSecond = (milliseconds: number) => Math.round((rows / milliseconds) * 1_000);
  const ratio = (perSecond(best) / GOAL.rowsPerSecond).toFixed(2);
  console.log(`${rows} rows of ${columns} columns, ${findings} findings:`);
  console.log(
    `  read and checked: ${perSecond(best)} rows/s = ${ratio} of the goal of ${GOAL.rowsPerSecond}; the first time in a process ${perSecond(first)} rows/s`,
  );
  console.log(
    `  peak memory: ${megabytes} MB, ${(megabytes / GOAL.megabytes).toFixed(2)} of the ${GOAL.megabytes} allowed; ${small.megabytes} MB with ${smallNursery}; ${idleMegabytes} MB before the sheet was there`,
  );
}
