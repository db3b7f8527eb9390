import { setTimeout as sleep } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import { AppError } from '../../../platform/errors/app.error.ts';
import type { TaskRun } from '../../../platform/queue/task-handlers.ts';
import { Clock } from '../../../platform/time/clock.ts';
import { EnaPayloads } from '../../sending/payloads.service.ts';
import { EnaReads, type PreparedReads } from '../../sending/reads.service.ts';
import { judgeAnswer } from '../../webin/xml-answers.ts';
import type { WebinReceipt } from '../../webin/webin.client.ts';
import { Webin } from '../../webin.provider.ts';
import type { ItemRow } from '../batch-rows.ts';
import { EnaRehearsal } from './rehearsal.service.ts';
import { both, type CheckResult, isPassed, keyOf, passed, resultOf, withoutFiles } from './check-result.ts';

/** ENA gives up on a document after ten minutes. */
const patienceMs = 11 * 60_000;

type Part = { submissionId: string; revision: number; items: readonly ItemRow[]; batchNumber: string };

/** Experiments refer to samples, and what comes after them to experiments: alone ENA would find nothing they refer to. */
const needsSamples = ({ type }: ItemRow): boolean => type !== 'project' && type !== 'sample';

const withoutTheirFiles =
  'Tried at ENA without the files of its runs and analyses: they go to ENA when the batch is sent, and are looked at there.';
const notTried =
  'Its experiments, runs and analyses were checked here, and not tried at ENA: with the samples they are more than one request takes.';

/**
 * Builds the documents of a submission as they would be sent, has ENA's schemas look at them, and has ENA try them with
 * VALIDATE, which registers nothing: so it may be repeated at will. What goes to production is tried on the test service.
 */
@Injectable()
export class EnaDryRun {
  constructor(
    private readonly webin: Webin,
    private readonly payloads: EnaPayloads,
    private readonly reads: EnaReads,
    private readonly rehearsal: EnaRehearsal,
    private readonly clock: Clock,
  ) {}

  /**
   * @param part what a batch sends of one submission
   * @param alias of the request; nothing is registered under it
   * @throws WebinError when ENA gave no receipt
   */
  async run(part: Part, alias: string, run: TaskRun): Promise<CheckResult> {
    const { items, batchNumber } = part;
    const there = this.rehearsal.named(items, batchNumber);
    return this.rehearsal.inBatch(
      await this.rehearsed({ ...part, items: there }, alias, run),
      items,
      batchNumber,
    );
  }

  private async rehearsed(
    { submissionId, revision, items: all }: Part,
    alias: string,
    run: TaskRun,
  ): Promise<CheckResult> {
    const { held, assemblies, references } = await this.held(submissionId, revision, all);
    if (!isPassed(held)) return held;
    const possible = await this.rehearsal.possible(all, references);
    // Webin-CLI checks them when it sends them.
    const items = possible.items.filter(({ enaAlias }) => !assemblies.has(enaAlias));
    const result = await this.triedAtEna(submissionId, revision, items, alias, run);
    const hasAssemblies = possible.items.length > items.length;
    const note = [possible.note, result.note ?? (hasAssemblies ? withoutTheirFiles : undefined)];
    const said = note.filter((one) => one !== undefined).join(' ');
    return said === '' ? result : { ...result, note: said };
  }

  private async triedAtEna(
    submissionId: string,
    revision: number,
    items: readonly ItemRow[],
    alias: string,
    run: TaskRun,
  ): Promise<CheckResult> {
    const reads = items.filter(needsSamples);
    if (items.length === 0) return passed;
    const whole = await this.built(submissionId, revision, items, `${alias}-1`);
    if (!('bytes' in whole)) return whole;
    if (whole.items.length === items.length)
      return { ...(await this.tried(whole, run)), ...(reads.length > 0 && { note: withoutTheirFiles }) };
    const samples = items.filter((item) => !needsSamples(item));
    const result = await this.inParts(submissionId, revision, samples, alias, run);
    return reads.length === 0 ? result : { ...result, note: notTried };
  }

  /** What cannot go whatever ENA says: its files are not there, or what it refers to. */
  private async held(
    submissionId: string,
    revision: number,
    items: readonly ItemRow[],
  ): Promise<{ held: CheckResult } & Pick<PreparedReads, 'assemblies' | 'references'>> {
    const { obstacles, assemblies, references } = await this.reads.prepare(submissionId, revision, items);
    const records = items.flatMap(({ type, enaAlias }) => {
      const obstacle = obstacles.get(enaAlias);
      return obstacle === undefined ? [] : [[keyOf(type, enaAlias), obstacle] as const];
    });
    return { held: { message: null, records: new Map(records) }, assemblies, references };
  }

  private async inParts(
    submissionId: string,
    revision: number,
    items: readonly ItemRow[],
    alias: string,
    run: TaskRun,
  ): Promise<CheckResult> {
    let result = passed;
    for (let rest = items, part = 1; rest.length > 0; part++) {
      const document = await this.built(submissionId, revision, rest, `${alias}-${part}`);
      if (!('bytes' in document)) return both(document, result);
      result = both(result, await this.tried(document, run));
      rest = rest.slice(document.items.length);
    }
    return result;
  }

  private async built(
    submissionId: string,
    revision: number,
    items: readonly ItemRow[],
    alias: string,
  ): Promise<CheckResult | { bytes: Uint8Array; items: readonly ItemRow[] }> {
    try {
      const today = this.clock.today();
      const trial = { validateOnly: true };
      const fitted = await this.payloads.fitting(submissionId, revision, items, alias, today, trial);
      const [problem] = (await this.webin.schemas?.validateInTurns(fitted.payload.bytes)) ?? [];
      if (!problem) return { bytes: fitted.payload.bytes, items: fitted.items };
      const message = `ENA's schema, line ${problem.line} of the document: ${problem.message}`;
      return { message, records: new Map() };
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      return { message: error.message, records: new Map() };
    }
  }

  private async tried(
    { bytes, items }: { bytes: Uint8Array; items: readonly ItemRow[] },
    run: TaskRun,
  ): Promise<CheckResult> {
    const receipt = await this.receipt(bytes, run);
    const objects = items.map(({ type, enaAlias }) => ({ type, alias: enaAlias }));
    const { environment } = this.webin.rehearsal();
    const request = { action: 'VALIDATE' as const, objects, environment };
    return resultOf(withoutFiles(await judgeAnswer(receipt.bytes, receipt.contentType, request)));
  }

  private async receipt(bytes: Uint8Array, run: TaskRun): Promise<WebinReceipt> {
    const client = this.webin.rehearsal();
    const answer = await client.submit(bytes, { signal: run.signal });
    if (answer.state === 'answered') return answer;
    const end = performance.now() + patienceMs;
    for (let wait = 100; ; wait = Math.min(10_000, wait * 1.5)) {
      const polled = await client.poll(answer.submissionId, { signal: run.signal });
      if (polled.state === 'answered') return polled;
      if (performance.now() > end)
        throw new Error('ENA has not finished a dry run within its own time limit');
      await sleep(wait, undefined, { signal: run.signal });
    }
  }
}
