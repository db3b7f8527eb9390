import { Injectable } from '@nestjs/common';
import { UnitOfWork } from '../../platform/database/unit-of-work.ts';
import type { TaskRun } from '../../platform/queue/task-handlers.ts';
import { Clock } from '../../platform/time/clock.ts';
import { type Answer, EnaAnswers, type StoredAnswer } from '../sending/answers.service.ts';
import type { AnswerMeaning } from '../sending/answers.contract.ts';
import type { Judgement } from '../webin/judgement.ts';
import { judgeAnswer } from '../webin/xml-answers.ts';
import type {
  CallOptions,
  PendingSubmission,
  QueuedSubmission,
  WebinReceipt,
} from '../webin/webin.client.ts';
import { WebinError } from '../webin/webin.error.ts';
import { Webin } from '../webin.provider.ts';
import { EnaRequestAnswers, type RequestAsked } from './request-answers.service.ts';
import { EnaRequestPayloads } from './request-payloads.service.ts';
import { moveRequest, type RequestRow } from './request-rows.ts';

/** What ENA said to a request, after it was kept. */
export type Heard =
  | { state: 'queued' }
  | { state: 'pending' }
  | { state: 'unknown' }
  | { state: 'judged'; answerId: string; judged: Judgement };

type Reply = QueuedSubmission | PendingSubmission | WebinReceipt;

/** Asks ENA about one request; each answer is kept before anything is made of it. */
@Injectable()
export class EnaRequestEnquiries {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly webin: Webin,
    private readonly kept: EnaAnswers,
    private readonly answers: EnaRequestAnswers,
    private readonly payloads: EnaRequestPayloads,
    private readonly clock: Clock,
  ) {}

  /** Hands over the document; the id that the queue gives is stored with its reply. @throws WebinError */
  submit(request: RequestRow, bytes: Uint8Array, run: TaskRun): Promise<Heard> {
    return this.ask(request, run, 'submit', (options) => this.webin.client().submit(bytes, options));
  }

  /** @throws WebinError */
  poll(request: RequestRow, enaSubmissionId: string, run: TaskRun): Promise<Heard> {
    return this.ask(request, run, 'poll', (options) => this.webin.client().poll(enaSubmissionId, options));
  }

  /**
   * Keeps what a look was answered with.
   *
   * @param read reads ENA's answer out of what the call gives
   * @throws WebinError
   */
  async look<T>(
    request: RequestRow,
    run: TaskRun,
    asked: 'receipt' | 'report',
    call: (options: CallOptions) => Promise<T>,
    read: (result: T) => Answer,
  ): Promise<T> {
    const { timing } = this.begun();
    try {
      const result = await call({ signal: run.signal });
      const kept = await this.kept.keep('receipt', timing(), read(result));
      await this.record(request, run, asked, kept, 'accepted', null);
      return result;
    } catch (error) {
      if (error instanceof WebinError) await this.unanswered(request, run, asked, timing(), error);
      throw error;
    }
  }

  private async ask(
    request: RequestRow,
    run: TaskRun,
    asked: 'submit' | 'poll',
    call: (options: CallOptions) => Promise<Reply>,
  ): Promise<Heard> {
    const { timing } = this.begun();
    let reply: Reply;
    try {
      reply = await call({ signal: run.signal });
    } catch (error) {
      if (!(error instanceof WebinError)) throw error;
      await this.unanswered(request, run, asked, timing(), error);
      if (asked === 'poll' && error.failure === 'not_found') return { state: 'unknown' };
      throw error;
    }
    if (reply.state === 'pending') return reply;
    const kept = await this.kept.keep(asked, timing(), reply.state === 'queued' ? reply.answer : reply);
    if (reply.state === 'queued') return this.queued(request, run, kept, reply.submissionId);
    const judged = await judgeAnswer(reply.bytes, reply.contentType, await this.payloads.asked(request));
    await this.record(request, run, asked, kept, meanings[judged.outcome], judged.reasons[0] ?? null);
    return { state: 'judged', answerId: kept.id, judged };
  }

  /** In one transaction with the reply: a worker that is killed right after has lost neither. */
  private async queued(
    request: RequestRow,
    run: TaskRun,
    kept: StoredAnswer,
    enaSubmissionId: string,
  ): Promise<Heard> {
    await this.uow.run(async (tx) => {
      await run.fence(tx);
      await this.answers.record(tx, request.id, 'submit', kept, 'queued', null);
      await moveRequest(tx, request.id, 'sending', { ena_submission_id: enaSubmissionId });
    });
    return { state: 'queued' };
  }

  private async unanswered(
    request: RequestRow,
    run: TaskRun,
    asked: RequestAsked,
    timing: { askedAt: Date; durationMs: number },
    { answer, message, failure }: WebinError,
  ): Promise<void> {
    const kept = await this.kept.keep('receipt', timing, answer);
    await this.record(request, run, asked, kept, failure === 'not_found' ? 'unknown' : 'failed', message);
  }

  private record(
    request: RequestRow,
    run: TaskRun,
    asked: RequestAsked,
    kept: StoredAnswer,
    meaning: AnswerMeaning,
    message: string | null,
  ): Promise<void> {
    return this.uow.run(async (tx) => {
      await run.fence(tx);
      await this.answers.record(tx, request.id, asked, kept, meaning, message);
    });
  }

  private begun() {
    const askedAt = this.clock.now();
    const start = performance.now();
    return { timing: () => ({ askedAt, durationMs: performance.now() - start }) };
  }
}

const meanings = { accepted: 'accepted', refused: 'refused', needs_person: 'unclear' } as const;
