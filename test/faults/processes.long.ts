// Real workers, as the system runs them: three at once, killed again and again while they send; and what one of them
// takes of memory for ten thousand samples.
import { readFileSync } from 'node:fs';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { eventually } from '../factories/eventually.ts';
import { Program, useBuild } from '../factories/process.ts';
import { useSandbox } from '../factories/sandbox.ts';
import { useApp } from '../setup/app.ts';
import { collectEvidence } from './evidence.ts';
import { Ground } from './ground.ts';
import { violations } from './invariants.ts';
import { SeededRandom } from './random.ts';
import { chosenRun } from './run.ts';

const { seed } = chosenRun(process.env);
const build = useBuild();
const sandbox = useSandbox();
let environment: Record<string, string> = {};
/** Without a worker: those are programs of their own. */
const app = useApp({
  env: async (given) => {
    const own = { ...(await sandbox.start()), ENA_RESEND_AFTER_SECONDS: '2' };
    environment = { ...given, ...own, NODE_ENV: 'test', LOG_LEVEL: 'error' };
    return own;
  },
});
let ground: Ground;
beforeAll(async () => {
  ground = await Ground.prepare(app, sandbox);
  await ground.signIn();
});

const programs = new Set<Program>();
afterEach(async () => {
  for (const program of programs) await killed(program);
});
function worker(): Program {
  const program = new Program(build.folder, 'worker', environment);
  programs.add(program);
  return program;
}
async function killed(program: Program): Promise<void> {
  program.signal('SIGKILL');
  await program.ended;
  programs.delete(program);
}
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** The worker that settles a batch still has its tasks to put down. */
const putDown = (batchId: string) =>
  eventually(async () => {
    const open = await ground.database.query(
      `SELECT 1 FROM tasks WHERE payload ->> 'batchId' = $1 AND state IN ('ready', 'running')`,
      [batchId],
    );
    return open.length === 0;
  });

async function expectWell(batchId: string): Promise<void> {
  const evidence = await collectEvidence(ground.database, batchId, {
    ...(await ground.atEna()),
    isRetried: false,
  });
  expect(violations(evidence), `seed ${seed}`).toEqual([]);
}

describe('three workers', () => {
  it('two of which are killed again and again lose nothing and double nothing', async () => {
    const random = new SeededRandom(seed);
    const submissions = [];
    for (let count = 0; count < 24; count++)
      submissions.push(
        await ground.approved({
          samples: random.integer(5, 40),
          reads: count % 4 === 0 ? 1 : 0,
          isRefusable: false,
        }),
      );
    await ground.settings({ queueDelayMs: 400 });
    const steady = worker();
    let mortals = [worker(), worker()];
    const batch = await ground.batches.create(...submissions);
    expect(await ground.sentAtOnce(batch, 2)).toBe(1);
    let deaths = 0;
    const isSending = async () => (await ground.batches.get(batch.id)).status === 'sending';
    while (deaths < 14 && (await isSending())) {
      await pause(random.integer(300, 1_500));
      const [victim, ...others] = mortals;
      if (victim) await killed(victim);
      deaths += 1;
      mortals = [...others, worker()];
    }
    expect(await ground.batches.settled(batch.id, 240)).toMatchObject({ status: 'accepted' });
    expect(deaths).toBeGreaterThan(2);
    process.stdout.write(`${deaths} workers killed while 24 submissions were sent\n`);
    await putDown(batch.id);
    await killed(steady);
    await expectWell(batch.id);
  });
});

/** Of a process, in MB: what it has in memory now, and the most that it ever had. */
function memoryOf({ pid }: Program): { now: number; most: number } {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  const of = (name: string) => Number(new RegExp(`^${name}:\\s+(\\d+) kB`, 'm').exec(status)?.[1]) / 1_024;
  return { now: of('VmRSS'), most: of('VmHWM') };
}

describe.runIf(process.platform === 'linux')('a batch of ten thousand samples', () => {
  it('is checked, split and sent by a worker that grows by no more than 300 MB', async () => {
    await ground.settings({ queueDelayMs: 50 });
    const program = worker();
    // More than the 15 MB that ENA takes in one request.
    const description = 'Leaves of a potato plant in the third week of flowering, cut at noon. '.repeat(14);
    const submission = await ground.approved({ samples: 10_000, isRefusable: false }, description);
    const batch = await ground.batches.create(submission);
    const { now: before, most: atRest } = memoryOf(program);
    const began = performance.now();
    await ground.validate(batch);
    const isChecked = ({ status }: { status: string }) => status === 'checked';
    const checked = await ground.batches.until(batch.id, isChecked, 300);
    expect(checked).toMatchObject({ checks: { passed: 1, failed: 0 } });
    const checkedAt = performance.now();
    await ground.batches.send(checked);
    const sent = await ground.batches.settled(batch.id, 300);
    expect(sent).toMatchObject({ status: 'accepted', counts: { accepted: 10_001 } });
    const { most } = memoryOf(program);
    const seconds = (from: number, to: number) => `${((to - from) / 1_000).toFixed(1)} s`;
    process.stdout.write(
      `10,001 objects: checked in ${seconds(began, checkedAt)}, sent in ${seconds(checkedAt, performance.now())}; the worker had ${before.toFixed(0)} MB (${atRest.toFixed(0)} at most) before, and at most ${most.toFixed(0)} MB\n`,
    );
    const attempts = await ground.batches.attempts(batch.id);
    expect(attempts.length).toBeGreaterThan(1);
    process.stdout.write(`sent in requests of ${attempts.map((one) => one.payloadBytes).join(', ')} bytes\n`);
    expect(most - before).toBeLessThanOrEqual(300);
    await putDown(batch.id);
    await killed(program);
    await expectWell(batch.id);
  });
});
