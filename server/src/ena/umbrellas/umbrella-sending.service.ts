import { Inject, Injectable } from '@nestjs/common';
import { v7 as uuidv7 } from 'uuid';
import { AuditLog } from '../../audit/audit-log.ts';
import type { Actor } from '../../platform/access/actor.ts';
import { CONFIG, type Config } from '../../platform/config/config.ts';
import { orCurrent } from '../../platform/database/or-current.ts';
import type { Tx } from '../../platform/database/tx.ts';
import { UnitOfWork } from '../../platform/database/unit-of-work.ts';
import { stale } from '../../platform/errors/app.error.ts';
import { Clock } from '../../platform/time/clock.ts';
import { EnaRequestOutcomes } from '../lifecycle/request-outcomes.service.ts';
import {
  isUnderWay,
  lockRequest,
  moveRequest,
  requestReference,
  type RequestRow,
} from '../lifecycle/request-rows.ts';
import { sendRequest } from '../lifecycle/request.task.ts';
import { objectAlias } from '../webin/object-alias.ts';
import { Webin } from '../webin.provider.ts';
import type { UmbrellaView } from './umbrella.contract.ts';
import {
  componentsNotAtEna,
  nothingToSettle,
  umbrellaNotFound,
  umbrellaUnchanged,
  umbrellaUnderWay,
  wrongEnvironment,
} from './umbrella.errors.ts';
import { openRequestOf } from './umbrella-requests.ts';
import {
  componentsOf,
  lockUmbrella,
  umbrellaReference,
  type UmbrellaRow,
} from '../lifecycle/umbrella/umbrella-rows.ts';
import { announce, EnaUmbrellas } from './umbrellas.service.ts';

/** Has ENA take an umbrella project, or what was changed of it: as a request of its own, in the way of all requests. */
@Injectable()
export class EnaUmbrellaSending {
  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly uow: UnitOfWork,
    private readonly webin: Webin,
    private readonly umbrellas: EnaUmbrellas,
    private readonly outcomes: EnaRequestOutcomes,
    private readonly audit: AuditLog,
    private readonly clock: Clock,
  ) {}

  /**
   * @throws AppError `ena_umbrella.not_found`, `record.stale`, `ena_umbrella.under_way`, `ena_umbrella.unchanged`,
   *   `ena_umbrella.component_not_at_ena`, `ena_umbrella.other_environment`, `ena.not_configured`
   */
  send(actor: Actor, id: string, version: number, reason: string): Promise<UmbrellaView> {
    const { account } = this.webin.client();
    return this.locked(actor, id, version, async (tx, umbrella) => {
      const open = await openRequestOf(tx, id);
      if (open) throw umbrellaUnderWay(open.reference);
      await this.assertSendable(tx, umbrella);
      const requestId = await this.request(tx, actor, umbrella, account, reason);
      await tx.enqueue(sendRequest, { requestId }, { askedBy: actor });
    });
  }

  /** Sends once more what waits for a person: ENA says so when it has it already. */
  retry(actor: Actor, id: string, version: number, reason: string): Promise<UmbrellaView> {
    return this.settling(actor, id, version, async (tx, request) => {
      await moveRequest(tx, request.id, 'sending', { sent_count: 0, ena_submission_id: null });
      await tx.enqueue(sendRequest, { requestId: request.id }, { askedBy: actor });
      await this.log(tx, actor, request, 'ena_request.retry', 'sending', reason);
    });
  }

  /** It was not done and will not be. */
  decline(actor: Actor, id: string, version: number, reason: string): Promise<UmbrellaView> {
    return this.settling(actor, id, version, (tx, request) => {
      const messages = [`Not done: ${reason}`];
      const outcome = { status: 'declined' as const, messages, answerId: null, reason };
      return this.outcomes.finish(tx, actor, request, 'ena_request.decline', outcome);
    });
  }

  private settling(
    actor: Actor,
    id: string,
    version: number,
    work: (tx: Tx, request: RequestRow) => Promise<void>,
  ): Promise<UmbrellaView> {
    return this.locked(actor, id, version, async (tx) => {
      const open = await openRequestOf(tx, id);
      const request = open && (await lockRequest(tx, open.id));
      const isLeft = request?.status === 'sending' && !(await isUnderWay(tx, request.id));
      if (!request || (request.status !== 'attention' && !isLeft)) throw nothingToSettle();
      await work(tx, request);
    });
  }

  private async assertSendable(tx: Tx, umbrella: UmbrellaRow): Promise<void> {
    const { environment, components, sentVersion, contentVersion, isAtEna } = umbrella;
    const { ENA_ENVIRONMENT: own } = this.config;
    if (environment !== own) throw wrongEnvironment(environment, own);
    if (isAtEna && sentVersion === contentVersion) throw umbrellaUnchanged();
    const found = await componentsOf(tx, components, environment);
    const missing = found.filter(({ enaAccession }) => enaAccession === null);
    if (missing.length > 0) throw componentsNotAtEna(missing.map(({ accession }) => accession));
  }

  private async request(
    tx: Tx,
    actor: Actor,
    umbrella: UmbrellaRow,
    account: string,
    reason: string,
  ): Promise<string> {
    const { id: umbrellaId, environment, contentVersion: revision } = umbrella;
    const now = this.clock.now();
    const id = uuidv7({ msecs: now.getTime() });
    const [{ number = '' } = {}] = await tx.query<{ number: string }>(
      `INSERT INTO ena_requests (id, kind, status, environment, account, umbrella_id, revision, reason, created_by, created_at)
       VALUES ($1, 'umbrella', 'requested', $2, $3, $4, $5, $6, $7, $8) RETURNING number`,
      [id, environment, account, umbrellaId, revision, reason, actor.id, now],
    );
    if (!umbrella.isAtEna) await this.name(tx, umbrella, number);
    await this.audit.record(tx, actor, {
      action: 'ena_request.create',
      target: { type: 'EnaRequest', id, label: requestReference(number) },
      root: { type: 'EnaUmbrella', id: umbrellaId },
      facts: { kind: 'umbrella', environment, revision, components: umbrella.components },
      reason,
    });
    return id;
  }

  /** As with records: once for ever, but for the test service, which forgets. */
  private async name(
    tx: Tx,
    { id, number, environment, enaAlias, enaAccession }: UmbrellaRow,
    request: string,
  ) {
    // ENA may have it under the name that it was first sent with, whatever was heard of that.
    if (enaAlias !== null && enaAccession === null && environment !== 'test') return;
    const own = `${this.config.ACCESSION_PREFIX}-${umbrellaReference(number)}`;
    await tx.query(
      `UPDATE ena_umbrellas SET ena_alias = $2, ena_accession = NULL, registered_at = NULL, sent_version = NULL WHERE id = $1`,
      [id, objectAlias(own, environment, request)],
    );
  }

  private async locked(
    actor: Actor,
    id: string,
    version: number,
    work: (tx: Tx, umbrella: UmbrellaRow) => Promise<void>,
  ): Promise<UmbrellaView> {
    await orCurrent(
      () =>
        this.uow.run(async (tx) => {
          const umbrella = await lockUmbrella(tx, id);
          if (!umbrella) throw umbrellaNotFound(id);
          if (umbrella.version !== version) throw stale(undefined);
          await work(tx, umbrella);
          await tx.query('UPDATE ena_umbrellas SET version = version + 1 WHERE id = $1', [id]);
          await announce(tx, id);
        }),
      () => this.umbrellas.get(actor, id),
    );
    return this.umbrellas.get(actor, id);
  }

  private log(tx: Tx, actor: Actor, request: RequestRow, action: string, after: string, reason: string) {
    return this.audit.record(tx, actor, {
      action,
      target: { type: 'EnaRequest', id: request.id, label: requestReference(request.number) },
      root: { type: 'EnaUmbrella', id: request.umbrellaId ?? '' },
      changes: [{ field: 'status', before: request.status, after }],
      facts: { kind: request.kind, environment: request.environment },
      reason,
    });
  }
}
