import { Injectable } from '@nestjs/common';
import { UnitOfWork } from '../../platform/database/unit-of-work.ts';
import { LeaseLost, PermanentFailure, Postponed, type TaskRun } from '../../platform/queue/task-handlers.ts';
import { Clock } from '../../platform/time/clock.ts';
import { AppError } from '../../platform/errors/app.error.ts';
import { itemsOf } from '../batches/batch-rows.ts';
import { type Answer, type Attempt, EnaAttempts } from './attempts.service.ts';
import { EnaOutcomes } from './outcomes.service.ts';
import { EnaIntents, type Work } from './intents.service.ts';
import { sendSubmission } from './send.task.ts';
import { Webin } from '../webin.provider.ts';
import { WebinError } from '../webin/webin.error.ts';
import { receiptLookup } from '../webin/xml/submission.xml.ts';
import { webinDocument } from '../webin/webin-document.ts';

/** How long ENA may take over one request before a person looks. */
const patienceMs = 24 * 3_600_000;

/** Between two looks at a request that ENA has not finished: the longer it takes, the rarer, up to five minutes. */
const pollSeconds = (waitedMs: number) => Math.min(300, Math.max(2, waitedMs / 10_000));

/**
 * One submission's way to ENA, in steps that each survive a kill: write down the intent with the exact bytes, note
 * that sending begins, send, store the id ENA gives, poll, settle. Whoever takes the task up again goes on at the step
 * the row shows. After any doubt whether ENA has the bytes it looks first, and sends the identical bytes again only
 * when ENA does not know them.
 */
@Injectable()
export class EnaSend {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly webin: Webin,
    private readonly attempts: EnaAttempts,
    private readonly intents: EnaIntents,
    private readonly outcomes: EnaOutcomes,
    private readonly clock: Clock,
  ) {}

  /** @throws Postponed while ENA is still at work; the error of an attempt that is to be made again */
  async run(work: Work, run: TaskRun): Promise<void> {
    try {
      await this.refuseOtherEnvironment(work);
      for (;;) {
        const attempt = (await this.openAttempt(work, run)) ?? (await this.intents.next(work, run));
        if (!attempt) return;
        await this.step(attempt, run);
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

  private step(attempt: Attempt, run: TaskRun): Promise<void> {
    if (attempt.status === 'queued' && attempt.enaSubmissionId)
      return this.poll(attempt, attempt.enaSubmissionId, run);
    if (attempt.sentAt) return this.lookUp(attempt, run);
    return this.send(attempt, run);
  }

  /** No further attempt will be made: what is under way says so, and a person decides. */
  private async giveUp({ batchId, submissionId }: Work, error: unknown, run: TaskRun): Promise<void> {
    const why = isForPeople(error)
      ? error.message
      : 'Something failed on our side; the log of the worker says what.';
    const attempt = await this.openAttempt({ batchId, submissionId }, run);
    const answer = error instanceof WebinError ? error.answer : null;
    if (attempt)
      await this.outcomes.needsPerson(
        attempt,
        [`Given up after ${run.attempt} attempts. ${why}`],
        answer,
        run,
      );
    const unsent = await this.uow.run((tx) => itemsOf(tx, batchId, submissionId, ['waiting']));
    if (unsent.length > 0) await this.outcomes.failItems(batchId, unsent, `Not sent: ${why}`, run);
  }

  private openAttempt({ batchId, submissionId }: Work, run: TaskRun): Promise<Attempt | undefined> {
    return this.uow.run(async (tx) => {
      await run.fence(tx);
      return this.attempts.open(tx, batchId, submissionId);
    });
  }

  private async send(attempt: Attempt, run: TaskRun): Promise<void> {
    const client = this.webin.client();
    const bytes = await this.attempts.payload(attempt);
    await this.note(attempt, run, this.clock.now());
    const answer = await client
      .submit(bytes, { signal: run.signal })
      .catch((error: unknown) => this.notTaken(attempt, error, run));
    if (answer.state === 'answered') return this.settle(attempt, answer, run);
    await this.uow.run(async (tx) => {
      await run.fence(tx);
      await this.attempts.markQueued(tx, attempt.id, answer.submissionId);
    });
    throw new Postponed(1);
  }

  /** Sorts out what a failed request means: certainly not at ENA, refused for good, or in doubt. */
  private async notTaken(attempt: Attempt, error: unknown, run: TaskRun): Promise<never> {
    if (!(error instanceof WebinError)) throw error;
    switch (error.failure) {
      case 'not_sent':
      case 'throttled':
        await this.note(attempt, run, null);
        throw error;
      case 'auth':
        await this.note(attempt, run, null);
        await this.outcomes.needsPerson(attempt, [error.message], error.answer, run);
        throw new PermanentFailure(error.message);
      case 'refused':
        await this.outcomes.needsPerson(attempt, [error.message], error.answer, run);
        throw new PermanentFailure(error.message);
      default:
        throw error; // in doubt: the next attempt of the task looks before it sends
    }
  }

  private async poll(attempt: Attempt, enaSubmissionId: string, run: TaskRun): Promise<void> {
    const answer = await this.readable(attempt, run, (options) =>
      this.webin.client().poll(enaSubmissionId, options),
    );
    if (answer?.state === 'pending') return this.wait(attempt, run);
    if (answer) await this.settle(attempt, answer, run);
  }

  private async wait(attempt: Attempt, run: TaskRun): Promise<void> {
    const waited = attempt.sentAt ? this.clock.now().getTime() - attempt.sentAt.getTime() : 0;
    if (waited < patienceMs) throw new Postponed(pollSeconds(waited));
    const hours = Math.round(patienceMs / 3_600_000);
    await this.outcomes.needsPerson(attempt, [`ENA has not finished within ${hours} hours.`], null, run);
  }

  /** A refusal because ENA has the records already may speak of this very request, sent twice: its receipt tells. */
  private async settle(attempt: Attempt, answer: Answer, run: TaskRun): Promise<void> {
    const judged = await this.outcomes.judge(attempt, answer, 'ADD');
    const isKnown = judged.objects.some(({ existingAccession }) => existingAccession !== null);
    if (judged.outcome === 'refused' && isKnown) return this.lookUp(attempt, run, answer);
    return this.outcomes.settle(attempt, judged, answer, run);
  }

  /**
   * ENA may have the bytes: asks for the receipt of the submission by its alias, and sends them again only if ENA does
   * not know it.
   *
   * @param refusal ENA's answer that it has the records already: then nothing is sent again
   */
  private async lookUp(attempt: Attempt, run: TaskRun, refusal?: Answer): Promise<void> {
    const question = webinDocument({ submission: receiptLookup(attempt.submissionAlias) });
    const answer = await this.readable(attempt, run, (options) =>
      this.webin.client().submitAndWait(question, options),
    );
    if (!answer) return;
    const judged = await this.outcomes.judge(attempt, answer, 'RECEIPT');
    if (judged.outcome === 'accepted') return this.outcomes.settle(attempt, judged, answer, run);
    const isUnknown =
      judged.outcome === 'refused' && judged.objects.every(({ accession }) => accession === null);
    if (isUnknown && !refusal) return this.send(attempt, run);
    const why = isUnknown
      ? 'ENA has these records already, and not from this request.'
      : 'ENA was asked for the receipt of this request, and its reply is unclear.';
    await this.outcomes.needsPerson(attempt, [why, ...judged.reasons], refusal ?? answer, run);
  }

  /** An answer that is no receipt at all, and no outage either, is kept for a person. @returns undefined then */
  private async readable<T>(
    attempt: Attempt,
    run: TaskRun,
    ask: (options: { signal: AbortSignal }) => Promise<T>,
  ): Promise<T | undefined> {
    try {
      return await ask({ signal: run.signal });
    } catch (error) {
      const answer = error instanceof WebinError && error.failure === 'unknown' ? error.answer : null;
      if (!answer || answer.httpStatus >= 300) throw error;
      await this.outcomes.needsPerson(attempt, [(error as WebinError).message], answer, run);
      return undefined;
    }
  }

  private async note(attempt: Attempt, run: TaskRun, sentAt: Date | null): Promise<void> {
    await this.uow.run(async (tx) => {
      await run.fence(tx);
      await this.attempts.markSent(tx, attempt.id, sentAt);
    });
  }
}

/** Whether the task ends with this error, so that nobody will come back to what it leaves. */
function isFinal(error: unknown, run: TaskRun): boolean {
  if (error instanceof Postponed || error instanceof LeaseLost || run.signal.aborted) return false;
  return error instanceof PermanentFailure || run.attempt >= sendSubmission.maxAttempts;
}

const isForPeople = (error: unknown): error is Error =>
  error instanceof WebinError || error instanceof PermanentFailure || error instanceof AppError;
