import { setTimeout as sleep } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import { AppError } from '../../../platform/errors/app.error.ts';
import type { TaskRun } from '../../../platform/queue/task-handlers.ts';
import { Clock } from '../../../platform/time/clock.ts';
import { EnaPayloads } from '../../sending/payloads.service.ts';
import { EnaReads, type PreparedReads } from '../../sending/reads.service.ts';
import { judgeAnswer } from '../../webin/receipt.judge.ts';
import type { WebinReceipt } from '../../webin/webin.client.ts';
import { Webin } from '../../webin.provider.ts';
import type { ItemRow } from '../batch-rows.ts';
import { both, type CheckResult, isPassed, keyOf, passed, resultOf, withoutFiles } from './check-result.ts';

/** ENA gives up on a document after ten minutes. */
const patienceMs = 11 * 60_000;

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
    private readonly clock: Clock,
  ) {}

  /**
   * @param alias of the request; nothing is registered under it
   * @throws WebinError when ENA gave no receipt
   */
  async run(
    submissionId: string,
    revision: number,
    all: readonly ItemRow[],
    alias: string,
    run: TaskRun,
  ): Promise<CheckResult> {
    const { held, assemblies } = await this.held(submissionId, revision, all);
    if (!isPassed(held)) return held;
    // Webin-CLI checks them when it sends them.
    const items = all.filter(({ enaAlias }) => !assemblies.has(enaAlias));
    const reads = all.filter(needsSamples);
    if (items.length === 0) return { ...passed, note: withoutTheirFiles };
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
  ): Promise<{ held: CheckResult; assemblies: PreparedReads['assemblies'] }> {
    const { obstacles, assemblies } = await this.reads.prepare(submissionId, revision, items);
    const records = items.flatMap(({ type, enaAlias }) => {
      const obstacle = obstacles.get(enaAlias);
      return obstacle === undefined ? [] : [[keyOf(type, enaAlias), obstacle] as const];
    });
    return { held: { message: null, records: new Map(records) }, assemblies };
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
    return resultOf(withoutFiles(judgeAnswer(receipt.bytes, receipt.contentType, request)));
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
