import { Inject, Injectable } from '@nestjs/common';
import { FilesService } from '../../files/files.service.ts';
import { CONFIG, type Config } from '../../platform/config/config.ts';
import { UnitOfWork } from '../../platform/database/unit-of-work.ts';
import { PermanentFailure, Postponed, type TaskRun } from '../../platform/queue/task-handlers.ts';
import { Clock } from '../../platform/time/clock.ts';
import { itemsInRequest, type ItemRow, revisionIn } from '../batches/batch-rows.ts';
import { noWebinCli } from '../ena.errors.ts';
import { EnaAnswers } from '../sending/answers.service.ts';
import { type Attempt, EnaAttempts } from '../sending/attempts.service.ts';
import { EnaIntents } from '../sending/intents.service.ts';
import { EnaOutcomes } from '../sending/outcomes.service.ts';
import { EnaReads } from '../sending/reads.service.ts';
import type { Judgement } from '../webin/judgement.ts';
import { WebinError } from '../webin/webin.error.ts';
import { Webin } from '../webin.provider.ts';
import { asRequested, type Assembly, isAliasOf } from './assembly.ts';
import { acceptedAs, errorsIn, judgeRun } from './cli-judge.ts';
import { type CliRun, NotStarted, WebinCliProgram } from './webin-cli.program.ts';

/** So often Webin-CLI is started without coming to an end that says anything, before a person looks. */
const mostRuns = 3;
const againSeconds = { sandbox: 1, test: 120, production: 120 };

type Work = { item: ItemRow; assembly: Assembly };

/**
 * Sends an assembly with Webin-CLI. Whether a run that was killed has come to sending nobody knows; it is started again,
 * since ENA takes an alias once: what an earlier run of the same request registered is then named as being there.
 */
@Injectable()
export class EnaCliSend {
  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly uow: UnitOfWork,
    private readonly webin: Webin,
    private readonly files: FilesService,
    private readonly reads: EnaReads,
    private readonly intents: EnaIntents,
    private readonly attempts: EnaAttempts,
    private readonly answers: EnaAnswers,
    private readonly outcomes: EnaOutcomes,
    private readonly clock: Clock,
  ) {}

  /** @returns false when the batch is not sending @throws Postponed when the run said nothing */
  async step(attempt: Attempt, run: TaskRun): Promise<boolean> {
    const { item, assembly } = await this.work(attempt);
    const manifest = await this.attempts.payload(attempt);
    const how = await this.uow.run(async (tx) => {
      await run.fence(tx);
      return this.intents.begin(tx, attempt);
    });
    if (how !== 'begun') return how === 'given_up';
    const began = performance.now();
    const askedAt = this.clock.now();
    const open = (fileId: string) => this.files.open(fileId, { signal: run.signal });
    const ended = await this.program()
      .run(assembly, manifest, open, run.signal)
      .catch((error: unknown) => this.notStarted(attempt, error, run));
    run.signal.throwIfAborted();
    const judged = await judgeRun(ended, assembly, item.enaAlias, this.config.ENA_ENVIRONMENT);
    const answerId = await this.keep(
      attempt,
      ended,
      judged,
      { askedAt, durationMs: performance.now() - began },
      run,
    );
    return this.conclude(
      { ...attempt, sentCount: attempt.sentCount + 1, sentLately: attempt.sentLately + 1 },
      { item, assembly },
      ended,
      judged,
      answerId,
      run,
    );
  }

  private async conclude(
    attempt: Attempt,
    { item, assembly }: Work,
    ended: CliRun,
    judged: Judgement | undefined,
    answerId: string,
    run: TaskRun,
  ): Promise<boolean> {
    if (!judged) {
      if (attempt.sentLately < mostRuns) throw new Postponed(againSeconds[this.config.ENA_ENVIRONMENT]);
      const why = `Webin-CLI ended ${attempt.sentCount} times without a receipt (${ended.exitCode ?? 'killed'}).`;
      await this.outcomes.needsPerson(attempt, [why, ...errorsIn(ended.report)], answerId, run);
      return true;
    }
    const existing = judged.objects[0]?.existingAccession ?? null;
    if (judged.outcome !== 'refused' || existing === null) {
      await this.outcomes.settle(attempt, judged, answerId, run);
      return true;
    }
    // Only what an earlier run of this very request sent can be this assembly; and that something was sent does not make
    // it ours, when another one may have the same name.
    const isOurs =
      attempt.sentCount > 1 &&
      isAliasOf(assembly.alias, item.enaAlias) &&
      (await this.isThere(existing, assembly, run));
    if (isOurs) await this.outcomes.settle(attempt, acceptedAs(item.enaAlias, existing), answerId, run);
    else {
      const why = `ENA has an assembly named ${assembly.name} already, as ${existing}: give this one another name, or write down that it is the same.`;
      await this.outcomes.needsPerson(attempt, [why], answerId, run);
    }
    return true;
  }

  /** Takes back what was noted, when the program did not even begin. */
  private async notStarted(attempt: Attempt, error: unknown, run: TaskRun): Promise<never> {
    if (!(error instanceof NotStarted)) throw error;
    await this.uow.run(async (tx) => {
      await run.fence(tx);
      await this.attempts.markUnsent(tx, attempt.id);
    });
    throw new PermanentFailure(
      `Webin-CLI could not be started (${error.message}): an administrator has to look at WEBIN_CLI.`,
    );
  }

  private async isThere(accession: string, { alias }: Assembly, run: TaskRun): Promise<boolean> {
    try {
      const found = await this.webin.client().readObject('analysis', accession, { signal: run.signal });
      return found.alias === alias;
    } catch (error) {
      if (error instanceof WebinError && error.failure === 'not_found') return false;
      throw error;
    }
  }

  private async keep(
    attempt: Attempt,
    { receipt, report }: CliRun,
    judged: Judgement | undefined,
    timing: { askedAt: Date; durationMs: number },
    run: TaskRun,
  ): Promise<string> {
    const [bytes, contentType] = receipt ? [receipt, 'application/xml'] : [Buffer.from(report), 'text/plain'];
    const kept = await this.answers.keep('submit', timing, { bytes, contentType, httpStatus: null });
    const meaning = judged?.outcome === 'needs_person' ? 'unclear' : (judged?.outcome ?? 'failed');
    const message = judged?.reasons[0] ?? judged?.objects[0]?.errors[0]?.text ?? null;
    await this.uow.run(async (tx) => {
      await run.fence(tx);
      await this.answers.record(tx, attempt.id, kept, meaning, message);
    });
    return kept.id;
  }

  private async work(attempt: Attempt): Promise<Work> {
    const { batchId, submissionId } = attempt;
    const { items, revision } = await this.uow.run(async (tx) => ({
      items: await itemsInRequest(tx, attempt.id),
      revision: await revisionIn(tx, batchId, submissionId),
    }));
    const [item] = items;
    if (!item || revision === undefined) throw new Error(`the request ${attempt.id} has no assembly`);
    const { assemblies, obstacles } = await this.reads.prepare(submissionId, revision, [item]);
    const assembly = assemblies.get(item.enaAlias);
    if (!assembly)
      throw new PermanentFailure(obstacles.get(item.enaAlias) ?? `${item.alias} is no assembly.`);
    return { item, assembly: asRequested(assembly, attempt.submissionAlias) };
  }

  private program(): WebinCliProgram {
    const { WEBIN_CLI, ENA_USERNAME, ENA_PASSWORD, ENA_CENTER_NAME, ENA_ENVIRONMENT } = this.config;
    if (!WEBIN_CLI || !ENA_USERNAME || !ENA_PASSWORD) throw new PermanentFailure(noWebinCli().message);
    return new WebinCliProgram(WEBIN_CLI, {
      username: ENA_USERNAME,
      password: ENA_PASSWORD,
      centerName: ENA_CENTER_NAME,
      isTest: ENA_ENVIRONMENT !== 'production',
    });
  }
}
