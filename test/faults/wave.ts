import { TaskHandlers } from '../../server/src/platform/queue/task-handlers.ts';
import { collectEvidence } from './evidence.ts';
import type { Ground } from './ground.ts';
import { violations } from './invariants.ts';
import { MortalWorker } from './mortal-worker.ts';
import { type Mishap, recordsIn, type WavePlan } from './plan.ts';

const workersAtOnce = 3;
const taskNames = ['ena.send', 'ena.upload', 'ena.check', 'ena.schedule-run'];
/** Far more than it ever takes, also on a machine that has other things to do. */
const longestMs = 240_000;

export type WaveReport = {
  objects: number;
  /** What happened, and how often. */
  faults: Map<string, number>;
  /** Batches that a person had to look at, with reason. */
  neededPerson: boolean;
  violations: string[];
};

/** One batch from its approved submissions to its end, in bad company; then once more, with a person who presses retry. */
export class Wave {
  private readonly faults = new Map<string, number>();
  private readonly mishaps: Mishap[];
  private readonly found: string[] = [];

  constructor(
    private readonly ground: Ground,
    private readonly plan: WavePlan,
  ) {
    this.mishaps = [...plan.mishaps];
  }

  async run(): Promise<WaveReport> {
    const { ground, plan } = this;
    await ground.signIn();
    const submissions = [];
    for (const one of plan.submissions) submissions.push(await ground.approved(one));
    await ground.settings({ queueDelayMs: plan.queueDelayMs });
    const before = await ground.happened();
    const batchId = plan.origin === 'schedule' ? await this.scheduled() : await this.sent(submissions);
    await this.work(batchId, () => this.misfortune());
    const neededPerson = (await this.look(batchId, 'at first')) === 'attention';
    await ground.sandbox.heal();
    await ground.overnight(false);
    await this.again(batchId);
    for (const [name, times] of await ground.happened()) this.count(name, times - (before.get(name) ?? 0));
    return {
      objects: recordsIn(plan),
      faults: this.faults,
      neededPerson,
      violations: this.found,
    };
  }

  private async sent(submissions: { id: string }[]): Promise<string> {
    const batch = await this.ground.batches.create(...submissions);
    const { rivals } = this.plan;
    const taken = await this.ground.sentAtOnce(batch, rivals);
    this.count('sent twice', rivals);
    if (taken !== 1)
      this.found.push(`Of ${1 + rivals} who sent the batch at once ${taken} were told that it goes.`);
    return batch.id;
  }

  private async scheduled(): Promise<string> {
    const { rivals } = this.plan;
    const { batchId, runs } = await this.ground.scheduledTurn(rivals);
    this.count('scheduled twice', rivals);
    if (runs !== 1)
      this.found.push(`Of ${1 + rivals} who looked at the schedule at once ${runs} began a run.`);
    return batchId;
  }

  /** Once the batch is being sent: a check before it that ENA does not answer would leave the submission out. */
  private async misfortune(): Promise<void> {
    await this.ground.sandbox.fail(...this.plan.faults);
    const refusable = this.plan.submissions.filter(({ isRefusable }) => isRefusable).length;
    await this.ground.overnight(refusable > 0);
    this.count('refused', refusable);
  }

  /**
   * Retry takes what is not in, and brings it in: nothing stands in its way any more. The first may only find out that
   * ENA had refused, the second then sends.
   */
  private async again(batchId: string): Promise<void> {
    let { status } = await this.ground.batches.get(batchId);
    for (let round = 0; round < 2 && status !== 'accepted'; round++) {
      await this.ground.retry(batchId);
      await this.work(batchId, undefined);
      status = (await this.look(batchId, 'after retry')) as typeof status;
    }
    if (status !== 'accepted') this.found.push(`After retry the batch is ${status}.`);
  }

  private async look(batchId: string, when: 'at first' | 'after retry'): Promise<string> {
    const evidence = await collectEvidence(this.ground.database, batchId, {
      ...(await this.ground.atEna()),
      isRetried: when !== 'at first',
    });
    const expected = recordsIn(this.plan);
    if (evidence.items.length !== expected)
      this.found.push(
        `${when}: ${evidence.items.length} records in the batch, and ${expected} were approved.`,
      );
    this.found.push(...violations(evidence).map((violation) => `${when}: ${violation}`));
    return evidence.batch.status;
  }

  /** Three workers at any time, each with the next mishap of the plan, until nothing is left to do. */
  private async work(batchId: string, onSending: (() => Promise<void>) | undefined): Promise<void> {
    const shift = { isOver: false };
    const end = Date.now() + longestMs;
    const place = async () => {
      while (!shift.isOver) await this.worker().live(taskNames, () => shift.isOver);
    };
    const places = Promise.all(Array.from({ length: workersAtOnce }, place));
    // Where a worker fails for another reason than its mishap, the rest has to end, too.
    places.catch(() => (shift.isOver = true));
    let announce = onSending;
    while (!shift.isOver) {
      const { open, status } = await this.outlook(batchId);
      if (announce && status === 'sending') {
        await announce();
        announce = undefined;
      }
      if (Date.now() > end) this.found.push(`Still ${open} tasks to do, the batch is ${status}.`);
      shift.isOver ||= open === 0 || Date.now() > end;
      await new Promise((resolve) => setTimeout(resolve, 25));
    }
    await places;
  }

  private worker(): MortalWorker {
    const { database, app } = this.ground;
    return new MortalWorker(database, app.get(TaskHandlers), this.mishaps.shift(), (kind, step) =>
      this.count(`${kind} at ${step}`, 1),
    );
  }

  private async outlook(batchId: string): Promise<{ open: number; status: string }> {
    const [row] = await this.ground.database.query(
      `SELECT (SELECT count(*)::int FROM tasks WHERE name = ANY($1) AND state IN ('ready', 'running')) AS open,
              (SELECT status FROM ena_batches WHERE id = $2) AS status`,
      [taskNames, batchId || null],
    );
    return row;
  }

  private count(name: string, times: number): void {
    if (times > 0) this.faults.set(name, (this.faults.get(name) ?? 0) + times);
  }
}
