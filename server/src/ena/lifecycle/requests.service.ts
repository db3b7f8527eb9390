import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { v7 as uuidv7 } from 'uuid';
import type { z } from 'zod';
import { AccessionPublicity } from '../../accessions/publicity.service.ts';
import { AuditLog } from '../../audit/audit-log.ts';
import type { Actor } from '../../platform/access/actor.ts';
import { CONFIG, type Config } from '../../platform/config/config.ts';
import type { Tx } from '../../platform/database/tx.ts';
import { UnitOfWork } from '../../platform/database/unit-of-work.ts';
import type { ListQuery } from '../../platform/lists/list.contract.ts';
import { Lists } from '../../platform/lists/list.query.ts';
import { Clock } from '../../platform/time/clock.ts';
import { Webin } from '../webin.provider.ts';
import { enaAccessionOf, type FamilyMember } from './family.queries.ts';
import { helpdeskText } from './helpdesk-text.ts';
import { requestNotFound } from './lifecycle.errors.ts';
import { type Covered, EnaRequestChecks } from './request-checks.service.ts';
import type { AccessionRequestKind, descendantsView, RequestGiven, RequestView } from './request.contract.ts';
import { announce, EnaRequestOutcomes, rootOf } from './request-outcomes.service.ts';
import { cover, requestOf, requestReference } from './request-rows.ts';
import { sendRequest } from './request.task.ts';
import { requestList, type RequestListQuery, requestObjectList } from './requests.queries.ts';

const mostDescendants = 1_000;

/** What curators ask of ENA for records that it has, and what has become of it. */
@Injectable()
export class EnaRequestsService {
  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly uow: UnitOfWork,
    private readonly database: DataSource,
    private readonly lists: Lists,
    private readonly webin: Webin,
    private readonly checks: EnaRequestChecks,
    private readonly outcomes: EnaRequestOutcomes,
    private readonly publicity: AccessionPublicity,
    private readonly audit: AuditLog,
    private readonly clock: Clock,
  ) {}

  /** @returns the page as JSON text */
  list(actor: Actor, query: RequestListQuery): Promise<string> {
    return this.lists.page(requestList, actor, query);
  }

  /** @throws AppError `ena_request.not_found` */
  async get(actor: Actor, id: string): Promise<RequestView> {
    const json = await this.lists.one(requestList, actor, id, { limit: 1 });
    if (json === undefined) throw requestNotFound(id);
    return JSON.parse(json) as RequestView;
  }

  /** What a request covers. @returns the page as JSON text */
  async objects(actor: Actor, id: string, query: ListQuery): Promise<string> {
    await this.get(actor, id);
    return this.lists.page(requestObjectList, actor, query, (p) => [`o.request_id = ${p.add(id)}`]);
  }

  /** What a request would cover, before it is made. */
  async descendants(
    actor: Actor,
    accession: string,
    kind: AccessionRequestKind,
  ): Promise<z.infer<typeof descendantsView>> {
    const covered = await this.checks.covered(this.database, actor, accession, kind);
    const { targets, followers } = covered.coverage;
    const items = [
      ...targets.map((one) => ({ ...one, role: 'target' as const })),
      ...followers.map((one) => ({ ...one, role: 'follower' as const })),
    ];
    return {
      items: items.slice(0, mostDescendants),
      total: items.length,
      objection: await this.checks.objection(this.database, actor, kind, covered),
    };
  }

  /**
   * Asks ENA to hold, release, cancel or suppress a record with what goes with it. What ENA does not have is done here
   * at once; a suppression waits for a person to write to the helpdesk.
   *
   * @throws AppError `accession.not_found`, `access.denied`, `ena_request.…`, `ena.not_configured`
   */
  async ask(
    actor: Actor,
    accession: string,
    kind: AccessionRequestKind,
    given: RequestGiven,
  ): Promise<RequestView> {
    const before = await this.checks.covered(this.database, actor, accession, kind);
    const id = await this.uow.run(async (tx) => {
      await lockSubmissions(tx, before);
      const covered = await this.checks.covered(tx, actor, accession, kind);
      await this.checks.assertPossible(tx, actor, kind, covered, given);
      return this.write(tx, actor, kind, covered, given);
    });
    return this.get(actor, id);
  }

  private async write(
    tx: Tx,
    actor: Actor,
    kind: AccessionRequestKind,
    { record, coverage }: Covered,
    given: RequestGiven,
  ): Promise<string> {
    const all = [...coverage.targets, ...coverage.followers];
    const atEna = all.filter(({ enaAccession }) => enaAccession !== null);
    const account = atEna.length > 0 ? this.webin.client().account : null;
    const { ENA_ENVIRONMENT: environment } = this.config;
    const now = this.clock.now();
    const id = uuidv7({ msecs: now.getTime() });
    const [{ number = '' } = {}] = await tx.query<{ number: string }>(
      `INSERT INTO ena_requests (id, kind, status, environment, account, submission_id, accession, hold_date, category, superseded_by, reason, created_by, created_at)
       VALUES ($1, $2, 'requested', $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) RETURNING number`,
      [
        id,
        kind,
        environment,
        account,
        record.submissionId,
        record.accession,
        given.holdDate ?? null,
        given.category ?? null,
        given.supersededBy ?? null,
        given.reason,
        actor.id,
        now,
      ],
    );
    const named = new Set(coverage.targets);
    const covered = all.map((one) => ({
      accession: one.accession,
      type: one.kind,
      role: named.has(one) ? ('target' as const) : ('follower' as const),
      enaAccession: one.enaAccession,
    }));
    await cover(tx, id, environment, covered);
    await this.log(tx, actor, { id, number, kind, record, given, all });
    if (atEna.length === 0) return this.doneHere(tx, actor, id);
    if (kind !== 'release')
      await this.publicity.pauseRelease(
        tx,
        all.map(({ accession }) => accession),
        true,
      );
    if (kind === 'suppress')
      await this.writeHelpdeskText(tx, { id, number, given, atEna, account: account ?? '' });
    else await tx.enqueue(sendRequest, { requestId: id }, { askedBy: actor });
    await announce(tx, id);
    return id;
  }

  private async doneHere(tx: Tx, actor: Actor, id: string): Promise<string> {
    const request = await requestOf(tx, id);
    if (!request) throw new Error(`request ${id} is gone`);
    const messages = ['ENA has none of it: it was done here only.'];
    await this.outcomes.finish(tx, actor, request, 'ena_request.done', {
      status: 'done',
      messages,
      answerId: null,
    });
    return id;
  }

  private async writeHelpdeskText(
    tx: Tx,
    one: {
      id: string;
      number: string;
      given: RequestGiven;
      atEna: readonly FamilyMember[];
      account: string;
    },
  ): Promise<void> {
    const { id, number, given, atEna, account } = one;
    const [successor] = await tx.query<{ identifier: string | null }>(
      `SELECT ${enaAccessionOf('$1::text', '$2')} AS identifier`,
      [given.supersededBy ?? null, this.config.ENA_ENVIRONMENT],
    );
    const text = helpdeskText({
      reference: requestReference(number),
      account,
      environment: this.config.ENA_ENVIRONMENT,
      reason: given.reason,
      category: given.category ?? 'other',
      records: atEna.map(({ kind: type, enaAccession, accession, title }) => ({
        type,
        enaAccession: enaAccession ?? '',
        accession,
        title,
      })),
      replacedBy: successor?.identifier ?? null,
    });
    await tx.query('UPDATE ena_requests SET helpdesk_text = $2 WHERE id = $1', [id, text]);
  }

  private async log(
    tx: Tx,
    actor: Actor,
    one: {
      id: string;
      number: string;
      kind: AccessionRequestKind;
      record: FamilyMember;
      given: RequestGiven;
      all: readonly FamilyMember[];
    },
  ): Promise<void> {
    const { id, number, kind, record, given, all } = one;
    await this.audit.record(tx, actor, {
      action: 'ena_request.create',
      target: { type: 'EnaRequest', id, label: requestReference(number) },
      root: rootOf(record),
      facts: {
        kind,
        environment: this.config.ENA_ENVIRONMENT,
        submissionId: record.submissionId,
        accessions: all.map(({ accession }) => accession),
        ...(given.holdDate !== undefined && { holdDate: given.holdDate }),
        ...(given.category !== undefined && { category: given.category }),
        ...(given.supersededBy !== undefined && { supersededBy: given.supersededBy }),
      },
      reason: given.reason,
    });
  }
}

/** Every submission that something covered belongs to, in the order in which all lock them. */
async function lockSubmissions(tx: Tx, { coverage }: Covered): Promise<void> {
  const ids = new Set([...coverage.targets, ...coverage.followers].map(({ submissionId }) => submissionId));
  await tx.query('SELECT id FROM submissions WHERE id = ANY($1) ORDER BY id FOR NO KEY UPDATE', [[...ids]]);
}
