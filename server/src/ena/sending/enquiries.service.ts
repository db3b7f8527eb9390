import { Injectable } from '@nestjs/common';
import { UnitOfWork } from '../../platform/database/unit-of-work.ts';
import type { TaskRun } from '../../platform/queue/task-handlers.ts';
import { Clock } from '../../platform/time/clock.ts';
import type { JudgedAction, Judgement } from '../webin/judgement.ts';
import { type ReceiptObject, UnreadableReceiptError } from '../webin/receipt.ts';
import type { PendingSubmission, QueuedSubmission, WebinReceipt } from '../webin/webin.client.ts';
import { webinDocument } from '../webin/webin-document.ts';
import { WebinError } from '../webin/webin.error.ts';
import { judgeAnswer, readReceipt } from '../webin/xml-answers.ts';
import { receiptLookup } from '../webin/xml/submission.xml.ts';
import { Webin } from '../webin.provider.ts';
import type { AnswerMeaning, Asked } from './answers.contract.ts';
import { EnaAnswers, type StoredAnswer } from './answers.service.ts';
import { type Attempt, EnaAttempts } from './attempts.service.ts';
import { EnaOutcomes } from './outcomes.service.ts';

/** What ENA said, after its bytes were kept and its row was written. */
export type Heard =
  | { state: 'queued' }
  | { state: 'pending' }
  | { state: 'unknown'; answerId: string; reasons: readonly string[] }
  | { state: 'judged'; answerId: string; judged: Judgement };

type Reply = QueuedSubmission | PendingSubmission | WebinReceipt;

/**
 * Asks ENA about one request. Each answer is kept before anything is made of it, whatever it is: the bytes in the object
 * store, how long it took, and what it was taken for.
 */
@Injectable()
export class EnaEnquiries {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly webin: Webin,
    private readonly answers: EnaAnswers,
    private readonly attempts: EnaAttempts,
    private readonly outcomes: EnaOutcomes,
    private readonly clock: Clock,
  ) {}

  /** Hands over the document. The id that the queue gives is stored with its reply. @throws WebinError */
  submit(attempt: Attempt, bytes: Uint8Array, run: TaskRun): Promise<Heard> {
    return this.ask(attempt, run, 'submit', (options) => this.webin.client().submit(bytes, options));
  }

  /** Asks for the receipt by the id that ENA gave. @throws WebinError */
  poll(attempt: Attempt, enaSubmissionId: string, run: TaskRun): Promise<Heard> {
    return this.ask(attempt, run, 'poll', (options) => this.webin.client().poll(enaSubmissionId, options));
  }

  /** Asks for the receipt by our alias: finds what was registered though its answer was lost. @throws WebinError */
  receipt(attempt: Attempt, run: TaskRun): Promise<Heard> {
    const question = webinDocument({ submission: receiptLookup(attempt.submissionAlias) });
    return this.ask(attempt, run, 'receipt', (options) =>
      this.webin.client().submitAndWait(question, options),
    );
  }

  /**
   * Asks for the receipt of an earlier request by its alias; the answer is kept with this one.
   *
   * @returns the objects that it lists, none when ENA does not know it or nothing can be read @throws WebinError
   */
  async earlierReceipt(attempt: Attempt, alias: string, run: TaskRun): Promise<readonly ReceiptObject[]> {
    const question = webinDocument({ submission: receiptLookup(alias) });
    const askedAt = this.clock.now();
    const began = performance.now();
    const timing = () => ({ askedAt, durationMs: performance.now() - began });
    const note = (kept: StoredAnswer, meaning: AnswerMeaning) =>
      this.record(attempt, run, kept, meaning, `Of the earlier request ${alias}.`);
    try {
      const reply = await this.webin.client().submitAndWait(question, { signal: run.signal });
      const objects = await listedIn(reply);
      await note(
        await this.answers.keep('receipt', timing(), reply),
        objects.length > 0 ? 'accepted' : 'unknown',
      );
      return objects;
    } catch (error) {
      if (error instanceof WebinError)
        await note(await this.answers.keep('receipt', timing(), error.answer), 'failed');
      throw error;
    }
  }

  private async ask(
    attempt: Attempt,
    run: TaskRun,
    asked: Asked,
    call: (options: { signal: AbortSignal }) => Promise<Reply>,
  ): Promise<Heard> {
    const askedAt = this.clock.now();
    const began = performance.now();
    const timing = () => ({ askedAt, durationMs: performance.now() - began });
    let reply: Reply;
    try {
      reply = await call({ signal: run.signal });
    } catch (error) {
      if (!(error instanceof WebinError)) throw error;
      const kept = await this.answers.keep(asked, timing(), error.answer);
      return this.withoutReceipt(attempt, run, kept, error);
    }
    if (reply.state === 'pending') return reply;
    const kept = await this.answers.keep(asked, timing(), reply.state === 'queued' ? reply.answer : reply);
    if (reply.state === 'queued') return this.queued(attempt, run, kept, reply.submissionId);
    const judged = await this.judge(attempt, reply, asked === 'receipt' ? 'RECEIPT' : 'ADD');
    return this.heard(attempt, run, kept, judged);
  }

  /** In one transaction with the reply: a worker that is killed right after has lost neither. */
  private async queued(
    attempt: Attempt,
    run: TaskRun,
    kept: StoredAnswer,
    enaSubmissionId: string,
  ): Promise<Heard> {
    await this.uow.run(async (tx) => {
      await run.fence(tx);
      await this.answers.record(tx, attempt.id, kept, 'queued', null);
      await this.attempts.markQueued(tx, attempt.id, enaSubmissionId);
    });
    return { state: 'queued' };
  }

  private async heard(attempt: Attempt, run: TaskRun, kept: StoredAnswer, judged: Judgement): Promise<Heard> {
    const meaning = meaningOf(judged, kept.asked);
    const firstError = judged.objects.flatMap(({ errors }) => errors)[0]?.text;
    await this.record(attempt, run, kept, meaning, judged.reasons[0] ?? firstError ?? null);
    if (meaning === 'unknown') return { state: 'unknown', answerId: kept.id, reasons: judged.reasons };
    return { state: 'judged', answerId: kept.id, judged };
  }

  /** An answer that is no receipt is unclear; none, or one that says to come again, is the caller's to deal with. */
  private async withoutReceipt(
    attempt: Attempt,
    run: TaskRun,
    kept: StoredAnswer,
    error: WebinError,
  ): Promise<Heard> {
    if (error.failure === 'not_found') {
      await this.record(attempt, run, kept, 'unknown', error.message);
      return { state: 'unknown', answerId: kept.id, reasons: [error.message] };
    }
    const isBody = error.failure === 'unknown' && error.answer !== null && error.answer.httpStatus < 300;
    const isUnclear = kept.asked !== 'submit' && (isBody || error.failure === 'refused');
    await this.record(attempt, run, kept, isUnclear ? 'unclear' : 'failed', error.message);
    if (!isUnclear) throw error;
    return {
      state: 'judged',
      answerId: kept.id,
      judged: await this.outcomes.unclear(attempt, [error.message]),
    };
  }

  private record(
    attempt: Attempt,
    run: TaskRun,
    kept: StoredAnswer,
    meaning: AnswerMeaning,
    message: string | null,
  ): Promise<void> {
    return this.uow.run(async (tx) => {
      await run.fence(tx);
      await this.answers.record(tx, attempt.id, kept, meaning, message);
    });
  }

  private async judge(attempt: Attempt, receipt: WebinReceipt, action: JudgedAction): Promise<Judgement> {
    const environment = await this.outcomes.environmentOf(attempt.batchId);
    const objects = await this.outcomes.objectsOf(attempt);
    const holdUntilDate = attempt.holdUntilDate ?? undefined;
    return judgeAnswer(receipt.bytes, receipt.contentType, { action, objects, environment, holdUntilDate });
  }
}

/** Of a receipt that says anything but success nothing is believed. */
async function listedIn({ bytes, contentType }: WebinReceipt): Promise<readonly ReceiptObject[]> {
  try {
    const { success, errors, objects } = await readReceipt(bytes, contentType);
    return success === true && errors.length === 0 ? objects : [];
  } catch (error) {
    if (error instanceof UnreadableReceiptError) return [];
    throw error;
  }
}

/** To a look-up, a plain refusal that knows no accession means that ENA does not have the submission. */
function meaningOf({ outcome, objects }: Judgement, asked: Asked): AnswerMeaning {
  if (outcome === 'accepted') return 'accepted';
  if (outcome === 'needs_person') return 'unclear';
  if (asked !== 'receipt') return 'refused';
  return objects.every(({ accession }) => accession === null) ? 'unknown' : 'unclear';
}
