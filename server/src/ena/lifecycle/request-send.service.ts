import { Inject, Injectable, Logger } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { CONFIG, type Config } from '../../platform/config/config.ts';
import type { Tx } from '../../platform/database/tx.ts';
import { UnitOfWork } from '../../platform/database/unit-of-work.ts';
import { AppError } from '../../platform/errors/app.error.ts';
import { PermanentFailure, Postponed, type TaskRun } from '../../platform/queue/task-handlers.ts';
import { backoff } from '../../platform/queue/task.runner.ts';
import { nextLook, resendAfterSeconds } from '../sending/resend-time.ts';
import { isFinal, isForPeople, refuseEndless } from '../sending/send-errors.ts';
import type { Judgement } from '../webin/judgement.ts';
import { WebinError } from '../webin/webin.error.ts';
import { Webin } from '../webin.provider.ts';
import { EnaRequestAnswers } from './request-answers.service.ts';
import { EnaRequestEnquiries, type Heard } from './request-enquiries.service.ts';
import { asRegistered, existingUmbrella, wasSentBefore } from './umbrella/umbrella-answer.ts';
import { EnaRequestLook } from './request-look.service.ts';
import { EnaRequestOutcomes, type Outcome } from './request-outcomes.service.ts';
import { EnaRequestParts } from './request-parts.service.ts';
import { EnaRequestPayloads } from './request-payloads.service.ts';
import { lockRequest, moveRequest, requestOf, requestReference, type RequestRow } from './request-rows.ts';

type Judged = Extract<Heard, { state: 'judged' }>;

/** How long ENA may take over one request before a person looks. */
const patienceSeconds = 24 * 3_600;
/** How often the same document is sent without a person. */
const mostSendings = 3;
/** Outages in a row before a person looks. */
const mostOutages = 100;

const pollSeconds = (waited: number) => Math.min(300, Math.max(1, waited / 10));

/**
 * A request's way to ENA, in steps that each survive a kill, as those of a batch: its exact bytes are stored before they
 * leave, the queue's id before it is polled. After any doubt it looks how ENA has the records: as wished is done. What
 * is not, once ENA must have finished, is sent again: each of these actions may be done twice.
 */
@Injectable()
export class EnaRequestSend {
  private readonly logger = new Logger(EnaRequestSend.name);
  private readonly resendAfter: number;

  constructor(
    @Inject(CONFIG) config: Config,
    private readonly uow: UnitOfWork,
    private readonly database: DataSource,
    private readonly webin: Webin,
    private readonly answers: EnaRequestAnswers,
    private readonly payloads: EnaRequestPayloads,
    private readonly enquiries: EnaRequestEnquiries,
    private readonly looks: EnaRequestLook,
    private readonly outcomes: EnaRequestOutcomes,
    private readonly parts: EnaRequestParts,
  ) {
    this.resendAfter = resendAfterSeconds(config);
  }

  /** @throws Postponed while ENA is at work or cannot be reached */
  async run(id: string, run: TaskRun): Promise<void> {
    try {
      refuseEndless(run);
      for (;;) {
        const request = await this.open(id, run);
        if (!request) return;
        this.refuseOtherAccount(request);
        await this.step(request, run).catch((error: unknown) => this.troubled(request, error, run));
      }
    } catch (error) {
      if (isFinal(error, run)) await this.giveUp(id, error, run);
      throw error;
    }
  }

  private open(id: string, run: TaskRun): Promise<RequestRow | undefined> {
    return this.uow.run(async (tx) => {
      await run.fence(tx);
      const request = await requestOf(tx, id);
      return request && ['requested', 'sending'].includes(request.status) ? request : undefined;
    });
  }

  /** What was asked of one ENA is asked of no other, whatever the installation has been set to since. */
  private refuseOtherAccount({ environment, account }: RequestRow): void {
    const client = this.webin.client();
    if (client.environment === environment && client.account === account) return;
    throw new PermanentFailure(
      `The request is for ${account} at ENA ${environment}, and this installation sends as ${client.account} to ENA ${client.environment}.`,
    );
  }

  private async step(request: RequestRow, run: TaskRun): Promise<void> {
    if (request.payloadSha256 === null) return this.prepare(request, run);
    if (request.enaSubmissionId !== null) return this.poll(request, request.enaSubmissionId, run);
    return request.sentAt === null ? this.send(request, run) : this.lookUp(request, run);
  }

  /** The intent, with the exact bytes. */
  private async prepare(request: RequestRow, run: TaskRun): Promise<void> {
    const built = await this.payloads.build(request).catch((error: unknown) => {
      if (error instanceof AppError) return error;
      throw error;
    });
    if (built instanceof AppError)
      return this.settle(request, { status: 'refused', messages: [built.message], answerId: null }, run);
    await this.answers.storePayload(built.bytes, built.sha256);
    await this.change(request, run, async (tx) => {
      await this.parts.split(tx, request, built.left);
      await moveRequest(tx, request.id, 'sending', {
        payload_sha256: built.sha256,
        payload_bytes: built.bytes.byteLength,
      });
    });
  }

  private async send(request: RequestRow, run: TaskRun): Promise<void> {
    const bytes = await this.answers.payloadBytes(request.payloadSha256 ?? '');
    await this.change(request, run, (tx) => noteSending(tx, request.id));
    const heard = await this.enquiries.submit(request, bytes, run).catch(async (error: unknown) => {
      const isUntaken =
        error instanceof WebinError && ['not_sent', 'throttled', 'auth', 'refused'].includes(error.failure);
      if (isUntaken) await this.change(request, run, (tx) => noteUnsent(tx, request.id));
      throw error;
    });
    if (heard.state === 'judged') return this.decide(request, heard, run);
    throw new Postponed(1);
  }

  private async poll(request: RequestRow, enaSubmissionId: string, run: TaskRun): Promise<void> {
    const heard = await this.enquiries.poll(request, enaSubmissionId, run);
    if (heard.state === 'judged') return this.decide(request, heard, run);
    if (heard.state !== 'pending') return this.lookUp(request, run);
    if (request.secondsSinceSent < patienceSeconds)
      throw new Postponed(pollSeconds(request.secondsSinceSent));
    const hours = Math.round(patienceSeconds / 3_600);
    await this.needsPerson(request, [`ENA has not finished within ${hours} hours.`], null, run);
  }

  /** A refusal may speak of what is done already, and a receipt that cannot be believed may hide that all is well. */
  private async decide(request: RequestRow, heard: Judged, run: TaskRun): Promise<void> {
    const { answerId } = heard;
    const { umbrellaId } = request;
    const existing = umbrellaId === null ? null : existingUmbrella(heard.judged);
    const isOurs =
      umbrellaId !== null &&
      existing !== null &&
      (await wasSentBefore(this.database, { ...request, umbrellaId }, existing));
    const judged = isOurs ? asRegistered(heard.judged) : heard.judged;
    const messages = messagesOf(judged);
    if (existing !== null && !isOurs)
      return this.needsPerson(request, [whose(existing), ...messages], answerId, run);
    if (judged.outcome === 'accepted')
      return this.settle(request, { status: 'done', messages, answerId, judged }, run);
    if (judged.outcome === 'needs_person') return this.lookUp(request, run, { messages, answerId });
    const isDone = isLookedUp(request) && (await this.looks.look(request, run)) === 'as_wished';
    await this.settle(request, { status: isDone ? 'done' : 'refused', messages, answerId, judged }, run);
  }

  /** @param doubtful an answer that says nothing for certain */
  private async lookUp(
    request: RequestRow,
    run: TaskRun,
    doubtful: { messages: readonly string[]; answerId: string | null } = { messages: [], answerId: null },
  ): Promise<void> {
    const look = isLookedUp(request) ? await this.looks.look(request, run) : 'unclear';
    if (look === 'as_wished') {
      const messages = ['ENA’s own records say that it is done.', ...doubtful.messages];
      return this.settle(request, { status: 'done', messages, answerId: doubtful.answerId }, run);
    }
    const { secondsSinceSent, sentCount } = request;
    if (secondsSinceSent < this.resendAfter)
      throw new Postponed(nextLook(secondsSinceSent, this.resendAfter));
    if (sentCount < mostSendings) return this.send(request, run);
    const why = `Sent ${sentCount} times without an answer that is clear${look === 'otherwise' ? ', and ENA’s records are not as asked for' : ''}.`;
    await this.needsPerson(request, [why, ...doubtful.messages], doubtful.answerId, run);
  }

  private async troubled(request: RequestRow, error: unknown, run: TaskRun): Promise<void> {
    if (!(error instanceof WebinError) || run.signal.aborted) throw error;
    const outages = await this.answers.outages(request.id);
    const isForGood = error.failure === 'auth' || error.failure === 'refused';
    if (isForGood || (outages > 0 && outages % mostOutages === 0)) {
      await this.needsPerson(request, [error.message], null, run);
      return;
    }
    this.logger.warn(`${requestReference(request.number)}: ${error.message}`);
    throw new Postponed(backoff(Math.min(outages, 10)));
  }

  /** No further attempt will be made: a person decides. */
  private async giveUp(id: string, error: unknown, run: TaskRun): Promise<void> {
    const request = await requestOf(this.database, id);
    if (!request) return;
    const why = isForPeople(error)
      ? error.message
      : 'Something failed on our side; the log of the worker says what.';
    await this.needsPerson(request, [`Given up. ${why}`], null, run);
  }

  private needsPerson(
    request: RequestRow,
    messages: readonly string[],
    answerId: string | null,
    run: TaskRun,
  ): Promise<void> {
    return this.settle(request, { status: 'attention', messages, answerId }, run);
  }

  private settle({ id }: RequestRow, outcome: Outcome, run: TaskRun): Promise<void> {
    return this.outcomes.settle(id, outcome, run);
  }

  /** A step of the worker; not where a person has taken the request back meanwhile. */
  private async change(request: RequestRow, run: TaskRun, work: (tx: Tx) => Promise<void>): Promise<void> {
    await this.uow.run(async (tx) => {
      await run.fence(tx);
      const now = await lockRequest(tx, request.id);
      if (now?.status !== request.status)
        throw new PermanentFailure(`the request is ${now?.status ?? 'gone'} by now`);
      await work(tx);
    });
  }
}

const messagesOf = (judged: Judgement): string[] => [
  ...judged.reasons,
  ...judged.objects.flatMap(({ errors }) => errors.map(({ text }) => text)),
  ...judged.warnings,
  ...judged.infos,
];

const whose = (accession: string): string =>
  `ENA has a project of this alias already, as ${accession}, and nothing says that it is this one: look there whose it is.`;

/** What was to be replaced as a whole, ENA's records do not tell from what it was before. */
const isLookedUp = ({ kind }: RequestRow): boolean => kind !== 'modify' && kind !== 'umbrella';

/** Before the first byte leaves; what an earlier sending was called by ENA's queue is forgotten with it. */
async function noteSending(tx: Tx, id: string): Promise<void> {
  await tx.query(
    `UPDATE ena_requests SET sent_at = clock_timestamp(), sent_count = sent_count + 1, ena_submission_id = NULL WHERE id = $1`,
    [id],
  );
}

/** ENA has certainly done nothing with it. */
async function noteUnsent(tx: Tx, id: string): Promise<void> {
  await tx.query(
    `UPDATE ena_requests SET sent_at = CASE WHEN sent_count > 1 THEN sent_at END, sent_count = greatest(sent_count - 1, 0) WHERE id = $1`,
    [id],
  );
}
