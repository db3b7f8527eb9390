import { DataSource } from 'typeorm';
import { seedChecklists } from '../../seeds/checklists.ts';
import { EnaScheduleTurns } from '../../server/src/ena/schedule/schedule.turns.service.ts';
import type { BatchView } from '../../server/src/ena/batches/batches.contract.ts';
import { Clock } from '../../server/src/platform/time/clock.ts';
import type { SubmissionView } from '../../server/src/submissions/submission.contract.ts';
import { BatchDesk } from '../factories/batches.ts';
import type { OwnSandbox } from '../factories/sandbox.ts';
import { ScheduleDesk } from '../factories/schedule.ts';
import { sample, sheet } from '../factories/sheets.ts';
import { approve, Desk, okay } from '../factories/submissions.ts';
import { webinClient } from '../factories/webin.ts';
import type { Person, TestApp } from '../setup/app.ts';
import { depositReads } from './deposited-reads.ts';
import type { Evidence } from './evidence.ts';
import { uploadedTo } from './uploaded.ts';
import type { WavePlan } from './plan.ts';
import { layStones } from './steps.ts';

/** What is deposited; without reads where they are not named. */
type Deposit = Omit<WavePlan['submissions'][number], 'reads'> & { reads?: number };

/** A field that ENA makes mandatory overnight: samples without it are refused from then on. */
const field = 'sample material processing';
const dayMs = 86_400_000;

/** The application, ENA and the people that all waves share. */
export class Ground {
  batches!: BatchDesk;
  private depositor!: Desk;
  private curator!: Desk;
  private turn: number;

  private constructor(
    readonly app: TestApp,
    readonly sandbox: OwnSandbox,
    private readonly people: { depositor: Person; curator: Person },
  ) {
    // One day after the other for the schedule, all of them in months that the change log has room for.
    this.turn = new Date().setUTCHours(12, 0, 0, 0) - 58 * dayMs;
  }

  static async prepare(app: TestApp, sandbox: OwnSandbox): Promise<Ground> {
    await seedChecklists(app.api);
    const [depositor, curator] = [await app.person('depositor'), await app.person('curator')];
    const ground = new Ground(app, sandbox, { depositor, curator });
    // A minute for each silence would be long for a test.
    layStones(app, webinClient(sandbox.running, { timeoutMs: 1_500, receiptTimeoutMs: 1_500 }));
    const admin = new ScheduleDesk(app, await app.person('admin'));
    app.get(Clock).standAt(new Date(ground.turn));
    await admin.set({});
    app.get(Clock).standAt(undefined);
    return ground;
  }

  /** A sign-in is good for minutes, and a run may take longer. */
  async signIn(): Promise<void> {
    const { depositor, curator } = this.people;
    this.depositor = new Desk(this.app, await this.app.signIn(depositor.email));
    this.curator = new Desk(this.app, await this.app.signIn(curator.email));
    this.batches = new BatchDesk(this.app, this.curator.as);
  }

  get database(): DataSource {
    return this.app.get(DataSource);
  }

  /** @param description of each sample: what makes their documents long */
  async approved(
    { samples: count, reads = 0, isRefusable }: Deposit,
    description = '',
  ): Promise<SubmissionView> {
    const samples = Array.from({ length: count }, (_, index) =>
      sample(`S-${index + 1}`, {
        [field]: isRefusable && index === 0 ? '' : 'frozen',
        sample_description: description,
      }),
    );
    const draft = await this.depositor.upload(await this.depositor.create(), sheet({ samples }));
    if (reads > 0) await depositReads(this.app, this.depositor, draft, reads);
    return approve(this.depositor, this.curator, await this.depositor.get(draft.id));
  }

  /** From now on ENA refuses what is refusable, or no longer. */
  async overnight(isStricter: boolean): Promise<void> {
    await this.settings({ mandatoryFields: isStricter ? { ERC000011: [field] } : {} });
  }

  async settings(change: object): Promise<void> {
    const body = JSON.stringify(change);
    const answer = await fetch(`${this.sandbox.running.url}/_control/settings`, { method: 'POST', body });
    if (answer.status !== 200) throw new Error(await answer.text());
  }

  /** Several look at the schedule at once, a day later than last time. @returns how many of them began a run */
  async scheduledTurn(rivals: number): Promise<{ batchId: string; runs: number }> {
    const clock = this.app.get(Clock);
    this.turn += dayMs;
    clock.standAt(new Date(this.turn));
    const looks = Array.from({ length: 1 + rivals }, () => this.app.get(EnaScheduleTurns).look());
    const begun = (await Promise.all(looks)).filter((id) => id !== undefined);
    clock.standAt(undefined);
    const [run] = await this.database.query(
      'SELECT batch_id AS "batchId" FROM ena_schedule_runs WHERE id = $1',
      [begun[0]],
    );
    return { batchId: run?.batchId ?? '', runs: begun.length };
  }

  /** Several send the same batch at once. @returns how many of them were told that it goes */
  async sentAtOnce(batch: BatchView, rivals: number): Promise<number> {
    const presses = Array.from({ length: 1 + rivals }, () => this.batches.command(batch, 'send'));
    const answers = await Promise.all(presses);
    for (const { status, text } of answers)
      if (![200, 409, 412].includes(status)) throw new Error(`sending was answered with ${status} ${text}`);
    return answers.filter(({ status }) => status === 200).length;
  }

  async validate({ id, version }: BatchView): Promise<void> {
    const ask = { as: this.curator.as, ifMatch: version, body: {} };
    okay(await this.app.request('POST', `ena/batches/${id}/validate`, ask));
  }

  async retry(id: string): Promise<BatchView> {
    return okay(await this.batches.command(await this.batches.get(id), 'retry'));
  }

  /** What ENA has. */
  async atEna(): Promise<Pick<Evidence, 'objects' | 'arrived' | 'uploaded'>> {
    const requests = await this.sandbox.requests();
    return {
      objects: (await this.sandbox.objects()) as Evidence['objects'],
      uploaded: uploadedTo(this.sandbox.uploads),
      arrived: requests.filter(({ endpoint, status }) => endpoint === 'queue' && status !== 429),
    };
  }

  /** How many faults of the sandbox have happened since it was started. */
  async happened(): Promise<Map<string, number>> {
    const answer = await fetch(`${this.sandbox.running.url}/_control/faults/happened`);
    const list = (await answer.json()) as { kind: string; on: string; times: number }[];
    return new Map(list.map(({ kind, on, times }) => [`${kind} ${on}`, times]));
  }
}
