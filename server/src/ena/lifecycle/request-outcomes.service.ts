import { Injectable } from '@nestjs/common';
import { depositorsTexts } from '../batches/depositors-texts.ts';
import { AccessionPublicity, type PublicityChange } from '../../accessions/publicity.service.ts';
import { AuditLog } from '../../audit/audit-log.ts';
import { type Actor, systemActor } from '../../platform/access/actor.ts';
import type { Tx } from '../../platform/database/tx.ts';
import { UnitOfWork } from '../../platform/database/unit-of-work.ts';
import type { TaskRun } from '../../platform/queue/task-handlers.ts';
import { Clock } from '../../platform/time/clock.ts';
import { lookSoon } from '../processing/object-rows.ts';
import type { Judgement } from '../webin/judgement.ts';
import { noteUmbrella } from './umbrella/umbrella-answer.ts';
import { EnaRequestRefusals } from './request-refusals.service.ts';
import type { RequestStatus } from './request.contract.ts';
import { openStates, requestTransitions } from './request.state.ts';
import {
  closeCovered,
  coveredBy,
  lockRequest,
  moveRequest,
  requestReference,
  type RequestRow,
} from './request-rows.ts';

export type Outcome = {
  status: RequestStatus;
  messages: readonly string[];
  /** The answer that decided; none when a person did, or when nothing was sent. */
  answerId: string | null;
  /** What ENA said of each record. */
  judged?: Judgement;
  /** Of the person who decided. */
  reason?: string;
};

const mostMessages = 50;

/** What the log calls it when a worker brought it about. */
const byWorker: Partial<Record<RequestStatus, string>> = {
  done: 'ena_request.done',
  refused: 'ena_request.refused',
  attention: 'ena_request.needs_person',
};

/** Writes down what became of a request: on itself, on the accessions it covers, in the log. */
@Injectable()
export class EnaRequestOutcomes {
  private readonly actor = systemActor('ena');

  constructor(
    private readonly uow: UnitOfWork,
    private readonly publicity: AccessionPublicity,
    private readonly refusals: EnaRequestRefusals,
    private readonly audit: AuditLog,
    private readonly clock: Clock,
  ) {}

  /** What a worker has found out. A request that somebody has settled meanwhile stays as it is. */
  async settle(id: string, outcome: Outcome, run: TaskRun): Promise<void> {
    await this.uow.run(async (tx) => {
      await run.fence(tx);
      const request = await lockRequest(tx, id);
      if (!request || !requestTransitions[request.status].includes(outcome.status)) return;
      // Also where somebody else had it sent once more, or nobody but the clock looked at ENA.
      tx.askedBy = request.createdBy;
      await this.finish(tx, this.actor, request, byWorker[outcome.status] ?? 'ena_request.done', outcome);
      if (request.kind === 'modify' && outcome.judged)
        await this.refusals.follow(tx, request, outcome.judged);
      if (request.umbrellaId !== null && outcome.judged) {
        const umbrella = { ...request, umbrellaId: request.umbrellaId };
        await noteUmbrella(tx, umbrella, outcome.judged, this.clock.now());
      }
    });
  }

  /** @param action what the log calls it */
  async finish(tx: Tx, actor: Actor, request: RequestRow, action: string, outcome: Outcome): Promise<void> {
    const { id } = request;
    const isEnd = !openStates.includes(outcome.status);
    const accessions = (await coveredBy(tx, id)).map(({ accession }) => accession);
    await moveRequest(tx, id, outcome.status, {
      messages: JSON.stringify([...new Set(outcome.messages)].slice(0, mostMessages)),
      ...(outcome.answerId !== null && { answer_id: outcome.answerId }),
      ...(actor.type === 'user' && { settled_by: actor.id }),
      ...(isEnd && { finished_at: this.clock.now() }),
    });
    if (isEnd) {
      await closeCovered(tx, id);
      await this.publicity.pauseRelease(tx, accessions, false);
    }
    if (outcome.status === 'done') await this.mirror(tx, actor, request, accessions);
    if (isEnd) await lookSoon(tx, accessions, this.clock.now());
    await this.log(tx, actor, request, action, outcome, accessions);
  }

  /** Says on the accessions what ENA did with the records. */
  private async mirror(
    tx: Tx,
    actor: Actor,
    request: RequestRow,
    accessions: readonly string[],
  ): Promise<void> {
    const { accession, supersededBy, environment, number, reason } = request;
    const change = changeOf(request);
    if (change)
      await this.publicity.change(tx, actor, accessions, change, {
        reason,
        facts: { request: requestReference(number), environment },
      });
    if (accession !== null && supersededBy !== null)
      await this.publicity.supersede(tx, accession, supersededBy);
  }

  private async log(
    tx: Tx,
    actor: Actor,
    request: RequestRow,
    action: string,
    { status, messages, reason }: Outcome,
    accessions: readonly string[],
  ): Promise<void> {
    await this.audit.record(tx, actor, {
      action,
      target: { type: 'EnaRequest', id: request.id, label: requestReference(request.number) },
      root: rootOf(request),
      changes: [{ field: 'status', before: request.status, after: status }],
      facts: {
        kind: request.kind,
        environment: request.environment,
        submissionId: request.submissionId,
        records: accessions.length,
        payloadSha256: request.payloadSha256,
        reasons: await this.reasons(tx, request, [...messages].slice(0, 20)),
      },
      reason: reason ?? null,
    });
    await announce(tx, request.id);
  }

  /** An umbrella project is nobody's deposit. */
  private reasons(tx: Tx, { submissionId }: RequestRow, messages: readonly string[]) {
    return submissionId === null ? messages : depositorsTexts(tx, { submissionId }, messages);
  }
}

/** Open pages hear of it. */
export const announce = (tx: Tx, id: string): Promise<void> =>
  tx.publish({ type: 'EnaRequestChanged', subject: { type: 'EnaRequest', id }, access: {} });

/**
 * The submission whose records a request is about, or the umbrella project. What it asks for one record shows in the
 * history of the record, too (`EnaLogNames`).
 */
export function rootOf({
  submissionId,
  umbrellaId = null,
}: Pick<RequestRow, 'submissionId'> & { umbrellaId?: string | null }) {
  return umbrellaId === null
    ? { type: 'Submission', id: submissionId ?? '' }
    : { type: 'EnaUmbrella', id: umbrellaId };
}

function changeOf({ kind, holdDate, category }: RequestRow): PublicityChange | undefined {
  if (kind === 'hold' && holdDate !== null) return { verb: 'hold', holdDate };
  if (kind === 'release') return { verb: 'release' };
  if (kind === 'cancel') return { verb: 'withdraw', category: category ?? 'other' };
  if (kind === 'suppress') return { verb: 'suppress', category: category ?? 'other' };
  return undefined;
}
