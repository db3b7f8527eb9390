import { Inject, Injectable, Logger } from '@nestjs/common';
import { CONFIG, type Config } from '../../platform/config/config.ts';
import { UnitOfWork } from '../../platform/database/unit-of-work.ts';
import { AppError } from '../../platform/errors/app.error.ts';
import { PermanentFailure, Postponed, type TaskRun } from '../../platform/queue/task-handlers.ts';
import { backoff } from '../../platform/queue/task.runner.ts';
import { itemsOf } from '../batches/batch-rows.ts';
import { EnaCliSend } from '../assemblies/cli-send.service.ts';
import { Webin } from '../webin.provider.ts';
import { WebinError } from '../webin/webin.error.ts';
import { underAccount } from './attempt-account.ts';
import { EnaAnswers } from './answers.service.ts';
import { type Attempt, EnaAttempts } from './attempts.service.ts';
import { EnaEnquiries, type Heard } from './enquiries.service.ts';
import { EnaFileErrors } from './file-errors.service.ts';
import { EnaIntents, type Work } from './intents.service.ts';
import { EnaOutcomes } from './outcomes.service.ts';
import { authPause } from './auth-pause.ts';
import { nextSteps, stepAfter, withClockStep } from './next-steps.ts';
import { nextLook, resendAfterSeconds } from './resend-time.ts';
import { isFinal, isForPeople, refuseEndless } from './send-errors.ts';
import { EnaTaken, saysTaken } from './taken.service.ts';

type Judged = Extract<Heard, { state: 'judged' }>;

/** How long ENA may take over one request before a person looks. */
const patienceSeconds = 24 * 3_600;
/** How often the same bytes are sent without a person: ENA not knowing them three times is no lost answer. */
const mostSendings = 3;
/** Look-ups that can be made nothing of, and outages in a row (16 hours of them), before a person looks. */
const mostUnclear = 3;
const mostOutages = 100;

/** Between two looks at a request that ENA has not finished: the longer it takes, the rarer, up to five minutes. */
const pollSeconds = (waited: number) => Math.min(300, Math.max(2, waited / 10));

/**
 * One submission's way to ENA, in steps that each survive a kill: write down the intent with the exact bytes, note
 * that sending begins, send, store the id ENA gives, poll, settle. Whoever takes the task up again goes on at the step
 * the row shows. After any doubt it looks first: by ENA's id, then for the receipt by our alias; and it sends the
 * identical bytes again only when ENA still does not know them after the time it takes over a request.
 */
@Injectable()
export class EnaSend {
  private readonly logger = new Logger(EnaSend.name);
  private readonly resendAfter: number;
  private readonly account: string | undefined;
  private readonly environment: Config['ENA_ENVIRONMENT'];

  constructor(
    @Inject(CONFIG) config: Config,
    private readonly uow: UnitOfWork,
    private readonly webin: Webin,
    private readonly attempts: EnaAttempts,
    private readonly answers: EnaAnswers,
    private readonly intents: EnaIntents,
    private readonly enquiries: EnaEnquiries,
    private readonly outcomes: EnaOutcomes,
    private readonly fileErrors: EnaFileErrors,
    private readonly cli: EnaCliSend,
    private readonly taken: EnaTaken,
  ) {
    this.resendAfter = resendAfterSeconds(config);
    this.account = config.ENA_USERNAME;
    this.environment = config.ENA_ENVIRONMENT;
  }

  /** @throws Postponed while ENA is still at work, or cannot be reached; the error of what failed on our side */
  async run(work: Work, run: TaskRun): Promise<void> {
    try {
      refuseEndless(run);
      await this.refuseOtherEnvironment(work);
      for (;;) {
        const found = (await this.openAttempt(work, run)) ?? (await this.intents.next(work, run));
        if (!found) return;
        const attempt = this.ownAttempt(found);
        const isDone = await this.step(attempt, run).catch((error: unknown) =>
          this.troubled(attempt, error, run),
        );
        if (!isDone) return;
      }
    } catch (error) {
      if (isFinal(error, run)) await this.giveUp(work, error, run);
      throw error;
    }
  }

  /** A batch goes where it was put together for, whatever the installation has been set to since. */
  private async refuseOtherEnvironment({ batchId }: Work): Promise<void> {
    const { environment } = this.webin.client();
    const meant = await this.outcomes.environmentOf(batchId);
    if (meant === environment) return;
    throw new PermanentFailure(
      `The batch is for ENA ${meant}, and this installation sends to ENA ${environment}.`,
    );
  }

  /** Neither a look-up nor the same bytes help under another account than the one it was sent under. */
  private ownAttempt(found: Attempt): Attempt {
    try {
      return underAccount(found, this.account);
    } catch (error) {
      throw error instanceof AppError ? new PermanentFailure(error.message) : error;
    }
  }

  /** @returns false when nothing is to be done now: the batch is paused */
  private async step(attempt: Attempt, run: TaskRun): Promise<boolean> {
    if (attempt.via === 'webin_cli') return this.cli.step(attempt, run);
    if (attempt.status === 'queued' && attempt.enaSubmissionId)
      return this.poll(attempt, attempt.enaSubmissionId, run);
    if (attempt.sentAt) return this.lookUp(attempt, run, await this.doubt(attempt));
    return this.send(attempt, run);
  }

  /** An answer to the sending that cannot be believed stays so in later runs, until a person has it sent again. */
  private async doubt(attempt: Attempt): Promise<Judged | undefined> {
    const answer = attempt.sentLately > 0 ? await this.answers.unclearSubmit(attempt.id) : undefined;
    if (!answer) return undefined;
    const judged = await this.outcomes.unclear(attempt, answer.message === null ? [] : [answer.message]);
    return { state: 'judged', answerId: answer.id, judged };
  }

  /** No further attempt will be made: what is under way says so, and a person decides. */
  private async giveUp({ batchId, submissionId }: Work, error: unknown, run: TaskRun): Promise<void> {
    const why = isForPeople(error)
      ? error.message
      : 'Something failed on our side; the log of the worker says what.';
    const attempt = await this.openAttempt({ batchId, submissionId }, run);
    if (attempt) await this.outcomes.needsPerson(attempt, [`Given up. ${why}`], null, run);
    const unsent = await this.uow.run((tx) => itemsOf(tx, batchId, submissionId, ['waiting']));
    if (unsent.length > 0) await this.outcomes.failItems(batchId, unsent, `Not sent: ${why}`, run);
  }

  private openAttempt({ batchId, submissionId }: Work, run: TaskRun): Promise<Attempt | undefined> {
    return this.uow.run(async (tx) => {
      await run.fence(tx);
      return this.attempts.open(tx, batchId, submissionId);
    });
  }

  private async send(attempt: Attempt, run: TaskRun): Promise<boolean> {
    const bytes = await this.attempts.payload(attempt);
    const how = await this.uow.run(async (tx) => {
      await run.fence(tx);
      return this.intents.begin(tx, attempt);
    });
    if (how !== 'begun') return how === 'given_up';
    const heard = await this.enquiries
      .submit(attempt, bytes, run)
      .catch((error: unknown) => this.notTaken(attempt, error, run));
    if (heard.state === 'judged') return this.settle(attempt, heard, run);
    throw new Postponed(1);
  }

  /** Takes back what was noted, when it is certain that ENA did nothing with the request. */
  private async notTaken(attempt: Attempt, error: unknown, run: TaskRun): Promise<never> {
    if (error instanceof WebinError && ['not_sent', 'throttled', 'auth', 'refused'].includes(error.failure)) {
      await this.uow.run(async (tx) => {
        await run.fence(tx);
        await this.attempts.markUnsent(tx, attempt.id);
      });
    }
    throw error;
  }

  /** No answer: for good, then a person looks; or for now, then it is taken up again after a while, however long. */
  private async troubled(attempt: Attempt, error: unknown, run: TaskRun): Promise<never> {
    if (!(error instanceof WebinError) || run.signal.aborted) throw error;
    const outages = await this.answers.inARow(attempt.id, 'failed');
    const again = error.failure === 'auth' ? await this.authOutage(attempt) : undefined;
    if (again !== undefined) throw new Postponed(again);
    const isForGood = error.failure === 'auth' || error.failure === 'refused';
    if (isForGood || (outages > 0 && outages % mostOutages === 0)) {
      await this.outcomes.needsPerson(attempt, [`${error.message} ${stepAfter(error)}`], null, run);
      throw new PermanentFailure(error.message);
    }
    this.logger.warn(`${attempt.submissionAlias}: ${error.message}`);
    throw new Postponed(backoff(Math.min(outages, 10)));
  }

  /**
   * ENA turns accounts away during outages of its own, too. Of a request that may be there that is believed after some
   * tries only; one that never left is not begun with an account that is not taken.
   *
   * @returns seconds until the next try; undefined when it is to be believed
   */
  private async authOutage({ id }: Attempt): Promise<number | undefined> {
    const { sentCount } = await this.attempts.get(this.attempts.reader, id);
    if (sentCount === 0) return undefined;
    return authPause(await this.answers.turnedAway(id), this.environment);
  }

  private async poll(attempt: Attempt, enaSubmissionId: string, run: TaskRun): Promise<boolean> {
    const heard = await this.enquiries.poll(attempt, enaSubmissionId, run);
    if (heard.state === 'pending') return this.wait(attempt, run);
    if (heard.state === 'judged') return this.settle(attempt, heard, run);
    return this.lookUp(attempt, run);
  }

  private async wait(attempt: Attempt, run: TaskRun): Promise<boolean> {
    const { secondsSinceSent: waited } = attempt;
    if (waited < patienceSeconds) throw new Postponed(pollSeconds(waited));
    const hours = Math.round(patienceSeconds / 3_600);
    const why = `ENA has not finished within ${hours} hours. ${nextSteps.unclear}`;
    await this.outcomes.needsPerson(attempt, [why], null, run);
    return true;
  }

  /**
   * A plain answer settles the request. A refusal because ENA has the records already may speak of this very request,
   * sent twice, and a receipt that cannot be believed may hide that all is well: the receipt by our alias tells.
   */
  private async settle(attempt: Attempt, heard: Judged, run: TaskRun): Promise<boolean> {
    const { judged, answerId } = heard;
    if (judged.outcome === 'needs_person' || saysExists(heard)) return this.lookUp(attempt, run, heard);
    const seconds = await this.fileErrors.comeAgainIn(attempt, judged);
    if (seconds === undefined) {
      await this.outcomes.settle(attempt, withClockStep(this.fileErrors.advised(judged)), answerId, run);
      return true;
    }
    await this.outcomes.settle(
      attempt,
      judged,
      answerId,
      run,
      'ENA does not see its files yet: it is sent again.',
    );
    throw new Postponed(seconds);
  }

  /** @param doubtful an answer of ENA's that cannot stand alone: then nothing is sent again */
  private async lookUp(attempt: Attempt, run: TaskRun, doubtful?: Judged): Promise<boolean> {
    const heard = await this.enquiries.receipt(attempt, run);
    if (heard.state === 'unknown') return this.unknownThere(attempt, run, doubtful);
    if (heard.state !== 'judged') throw new Error(`a look-up was answered with ${heard.state}`);
    if (heard.judged.outcome === 'accepted') {
      await this.outcomes.settle(attempt, heard.judged, heard.answerId, run);
      return true;
    }
    const rounds = await this.answers.inARow(attempt.id, 'unclear', 'receipt');
    if (rounds % mostUnclear !== 0) throw new Postponed(rounds);
    const why = `ENA was asked for the receipt of this request, and its reply is unclear. ${nextSteps.unclear}`;
    const said = [...(doubtful?.judged.reasons ?? []), ...heard.judged.reasons];
    await this.outcomes.needsPerson(attempt, [why, ...said], doubtful?.answerId ?? heard.answerId, run);
    return true;
  }

  /** ENA does not know it, perhaps not yet. */
  private async unknownThere(attempt: Attempt, run: TaskRun, doubtful?: Judged): Promise<boolean> {
    if (doubtful && saysExists(doubtful)) {
      await this.taken.settle(attempt, doubtful, run);
      return true;
    }
    const { secondsSinceSent } = attempt;
    if (secondsSinceSent < this.resendAfter)
      throw new Postponed(nextLook(secondsSinceSent, this.resendAfter));
    if (!doubtful && attempt.sentLately < mostSendings) return this.send(attempt, run);
    if (doubtful && attempt.enaSubmissionId) {
      // A refused request is unknown, too: its receipt can be had once more by ENA's id.
      const rounds = await this.answers.inARow(attempt.id, 'unclear', 'poll');
      if (rounds % mostUnclear !== 0) throw new Postponed(rounds);
    }
    const why = doubtful
      ? `The answer of ENA cannot be believed, and ENA does not know this request. ${nextSteps.unclear}`
      : `Sent ${attempt.sentCount} times without an answer, and ENA does not know it. ${nextSteps.unknown}`;
    const reasons = [why, ...(doubtful?.judged.reasons ?? [])];
    await this.outcomes.needsPerson(attempt, reasons, doubtful?.answerId ?? null, run);
    return true;
  }
}

/** Whether ENA refuses because it has the records, or the submission, already. */
function saysExists({ judged }: Judged): boolean {
  if (judged.outcome !== 'refused') return false;
  const isObject = judged.objects.some(({ existingAccession }) => existingAccession !== null);
  return isObject || judged.reasons.some(saysTaken);
}
