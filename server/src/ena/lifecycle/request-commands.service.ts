import { Injectable } from '@nestjs/common';
import type { Actor } from '../../platform/access/actor.ts';
import { refusal } from '../../platform/access/authorize.ts';
import { AuditLog } from '../../audit/audit-log.ts';
import { orCurrent } from '../../platform/database/or-current.ts';
import type { Tx } from '../../platform/database/tx.ts';
import { UnitOfWork } from '../../platform/database/unit-of-work.ts';
import { forbidden, stale } from '../../platform/errors/app.error.ts';
import { Clock } from '../../platform/time/clock.ts';
import { lookSoon } from '../processing/object-rows.ts';
import { illegalRequestMove, requestNotFound } from './lifecycle.errors.ts';
import type { RequestCommand, RequestView } from './request.contract.ts';
import { announce, EnaRequestOutcomes, rootOf } from './request-outcomes.service.ts';
import {
  coveredBy,
  isUnderWay,
  lockRequest,
  moveRequest,
  requestReference,
  type RequestRow,
} from './request-rows.ts';
import { mayCommand } from './request.state.ts';
import { sendRequest } from './request.task.ts';
import { EnaRequestsService } from './requests.service.ts';

/** What curators do with a request that waits for a person. */
@Injectable()
export class EnaRequestCommands {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly requests: EnaRequestsService,
    private readonly outcomes: EnaRequestOutcomes,
    private readonly audit: AuditLog,
    private readonly clock: Clock,
  ) {}

  /** The helpdesk was written to. */
  asked(actor: Actor, id: string, version: number, reason: string | undefined): Promise<RequestView> {
    return this.change(actor, id, version, 'asked', async (tx, request) => {
      await moveRequest(tx, id, 'asked', {});
      // From now on ENA's reports may say that it is done.
      const covered = await coveredBy(tx, id);
      await lookSoon(
        tx,
        covered.map(({ accession }) => accession),
        this.clock.now(),
      );
      await this.log(tx, actor, request, 'ena_request.asked', 'asked', reason);
    });
  }

  /** It was done, says the helpdesk or ENA's own page: the accessions here say so from now on. */
  confirm(actor: Actor, id: string, version: number, reason: string): Promise<RequestView> {
    return this.change(actor, id, version, 'confirm', (tx, request) =>
      this.outcomes.finish(tx, actor, request, 'ena_request.confirm', {
        status: 'done',
        messages: [`Confirmed by hand: ${reason}`],
        answerId: null,
        reason,
      }),
    );
  }

  /** It was not done and will not be; or it is taken back before anybody was asked. */
  decline(actor: Actor, id: string, version: number, reason: string): Promise<RequestView> {
    return this.change(actor, id, version, 'decline', (tx, request) =>
      this.outcomes.finish(tx, actor, request, 'ena_request.decline', {
        status: 'declined',
        messages: [`Not done: ${reason}`],
        answerId: null,
        reason,
      }),
    );
  }

  /** Looks once more how ENA has it, and sends it again where that is not as asked for. */
  retry(actor: Actor, id: string, version: number, reason: string | undefined): Promise<RequestView> {
    return this.change(actor, id, version, 'retry', async (tx, request) => {
      await moveRequest(tx, id, 'sending', { sent_count: 0, ena_submission_id: null });
      await tx.enqueue(sendRequest, { requestId: id }, { askedBy: actor });
      await this.log(tx, actor, request, 'ena_request.retry', 'sending', reason);
    });
  }

  private async change(
    actor: Actor,
    id: string,
    version: number,
    command: RequestCommand,
    work: (tx: Tx, request: RequestRow) => Promise<void>,
  ): Promise<RequestView> {
    await orCurrent(
      () =>
        this.uow.run(async (tx) => {
          const request = await lockRequest(tx, id);
          // What is asked for an umbrella project is settled there.
          if (!request || request.kind === 'umbrella') throw requestNotFound(id);
          if (request.version !== version) throw stale(undefined);
          await assertNotOwn(tx, actor, request);
          if (!mayCommand(request.kind, command, request.status) && !(await isLeft(tx, request, command)))
            throw illegalRequestMove(command, request.status);
          await work(tx, request);
        }),
      () => this.requests.get(actor, id),
    );
    return this.requests.get(actor, id);
  }

  private async log(
    tx: Tx,
    actor: Actor,
    request: RequestRow,
    action: string,
    after: string,
    reason: string | undefined,
  ): Promise<void> {
    await this.audit.record(tx, actor, {
      action,
      target: { type: 'EnaRequest', id: request.id, label: requestReference(request.number) },
      root: rootOf(request),
      changes: [{ field: 'status', before: request.status, after }],
      facts: { kind: request.kind, environment: request.environment, submissionId: request.submissionId },
      reason: reason ?? null,
    });
    await announce(tx, request.id);
  }
}

/** One whose task has ended without an answer may be taken up once more, though it says `sending`. */
const isLeft = async (tx: Tx, { id, status }: RequestRow, command: RequestCommand): Promise<boolean> =>
  command === 'retry' && status === 'sending' && !(await isUnderWay(tx, id));

/** Whoever deposited something of it leaves it to another curator. */
async function assertNotOwn(tx: Tx, actor: Actor, { id, kind }: RequestRow): Promise<void> {
  const owners = await tx.query<{ id: string; ownerId: string; status: string }>(
    `SELECT DISTINCT ON (a.owner_id) a.accession AS id, a.owner_id AS "ownerId", a.status
       FROM ena_request_objects o JOIN accessions a USING (accession) WHERE o.request_id = $1`,
    [id],
  );
  const verb = {
    hold: 'hold',
    release: 'release',
    cancel: 'withdraw',
    suppress: 'suppress',
    modify: 'modify',
    umbrella: 'modify',
  }[kind];
  for (const one of owners) {
    const because = refusal(actor, verb, 'Accession', one);
    if (because !== null) throw forbidden('access.denied', because, { action: verb });
  }
}
