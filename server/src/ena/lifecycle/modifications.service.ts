import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { v7 as uuidv7 } from 'uuid';
import { AuditLog } from '../../audit/audit-log.ts';
import type { Actor } from '../../platform/access/actor.ts';
import { may, refusal } from '../../platform/access/authorize.ts';
import { CONFIG, type Config } from '../../platform/config/config.ts';
import type { Tx } from '../../platform/database/tx.ts';
import { UnitOfWork } from '../../platform/database/unit-of-work.ts';
import { conflict, forbidden, notFound } from '../../platform/errors/app.error.ts';
import { Clock } from '../../platform/time/clock.ts';
import { Webin } from '../webin.provider.ts';
import type { DifferencesView } from './difference.contract.ts';
import { type Difference, EnaDifferences } from './differences.service.ts';
import { requestObjection } from './lifecycle.errors.ts';
import { EnaRequestChecks } from './request-checks.service.ts';
import type { CreateModify, RequestView } from './request.contract.ts';
import { announce } from './request-outcomes.service.ts';
import { cover, requestReference } from './request-rows.ts';
import { sendRequest } from './request.task.ts';
import { EnaRequestsService } from './requests.service.ts';

const mostListed = 1_000;

/** Has ENA replace what it has by what was approved since. */
@Injectable()
export class EnaModifications {
  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly uow: UnitOfWork,
    private readonly database: DataSource,
    private readonly webin: Webin,
    private readonly found: EnaDifferences,
    private readonly checks: EnaRequestChecks,
    private readonly requests: EnaRequestsService,
    private readonly audit: AuditLog,
    private readonly clock: Clock,
  ) {}

  /** @throws AppError `submission.not_found`, also for one the reader may not see */
  async differences(actor: Actor, submissionId: string): Promise<DifferencesView> {
    await this.assertReadable(actor, submissionId);
    const { revision, differences } = await this.found.of(this.database, submissionId);
    const items = differences
      .slice(0, mostListed)
      .map(({ obstacle, ...one }) => ({ ...one, obstacle: obstacle?.message ?? null }));
    return { submissionId, revision, items, total: differences.length };
  }

  /**
   * Asks ENA to take the whole of each record that differs; what is too much for one document goes in further requests.
   * Assemblies are left out, and go on differing: no request can change them.
   *
   * @throws AppError `submission.not_found`, `access.denied`, `ena_request.not_approved`, `ena_request.nothing_differs`,
   *   `ena_request.files_changed`, `ena_request.webin_cli_only`, `ena_request.under_way`, `ena_request.in_batch`
   */
  async create(actor: Actor, { submissionId, reason }: CreateModify): Promise<RequestView> {
    await this.assertReadable(actor, submissionId);
    const { account } = this.webin.client();
    const id = await this.uow.run(async (tx) => {
      await tx.query('SELECT id FROM submissions WHERE id = $1 FOR NO KEY UPDATE', [submissionId]);
      const { revision, differences } = await this.found.of(tx, submissionId);
      if (revision === null)
        throw conflict('ena_request.not_approved', 'ENA is given what was approved: the submission is open.');
      await this.assertPossible(tx, actor, differences);
      return this.write(tx, actor, { submissionId, revision, account, reason }, differences);
    });
    return this.requests.get(actor, id);
  }

  private async assertReadable(actor: Actor, id: string): Promise<void> {
    const [row]: { ownerId: string; status: string; revision: number }[] = await this.database.query(
      'SELECT owner_id AS "ownerId", status, revision FROM submissions WHERE id = $1',
      [id],
    );
    if (!row || !may(actor, 'read', 'Submission', { id, ...row })) throw notFound('submission', id);
  }

  private async assertPossible(tx: Tx, actor: Actor, differences: readonly Difference[]): Promise<void> {
    const [first] = differences;
    if (!first)
      throw conflict('ena_request.nothing_differs', 'ENA has every record as it was approved last.');
    const { accession: id, ownerId, status } = first;
    const because = refusal(actor, 'modify', 'Accession', { id, ownerId, status });
    if (because !== null) throw forbidden('access.denied', because, { action: 'modify' });
    assertUnblocked(differences.filter(({ obstacle }) => obstacle?.code === 'files_changed'));
    const possible = differences.filter((one) => !isBlocked(one));
    if (possible.length === 0) assertUnblocked(differences);
    await this.checks.assertFree(
      tx,
      possible.map(({ accession }) => accession),
    );
  }

  private async write(
    tx: Tx,
    actor: Actor,
    given: { submissionId: string; revision: number; account: string; reason: string },
    differences: readonly Difference[],
  ): Promise<string> {
    const { submissionId, revision, account, reason } = given;
    const { ENA_ENVIRONMENT: environment } = this.config;
    const now = this.clock.now();
    const id = uuidv7({ msecs: now.getTime() });
    const [{ number = '' } = {}] = await tx.query<{ number: string }>(
      `INSERT INTO ena_requests (id, kind, status, environment, account, submission_id, revision, reason, created_by, created_at)
       VALUES ($1, 'modify', 'requested', $2, $3, $4, $5, $6, $7, $8) RETURNING number`,
      [id, environment, account, submissionId, revision, reason, actor.id, now],
    );
    const [leftOut, changed] = [differences.filter(isBlocked), differences.filter((one) => !isBlocked(one))];
    const covered = changed.map(({ accession, kind, enaAccession }) => ({
      accession,
      type: kind,
      role: 'target' as const,
      enaAccession,
    }));
    await cover(tx, id, environment, covered);
    await this.audit.record(tx, actor, {
      action: 'ena_request.create',
      target: { type: 'EnaRequest', id, label: requestReference(number) },
      root: { type: 'Submission', id: submissionId },
      facts: {
        kind: 'modify',
        environment,
        revision,
        accessions: covered.map(({ accession }) => accession),
        ...(leftOut.length > 0 && { leftOut: leftOut.map(({ accession }) => accession) }),
      },
      reason,
    });
    await tx.enqueue(sendRequest, { requestId: id }, { askedBy: actor });
    await announce(tx, id);
    return id;
  }
}

const isBlocked = ({ obstacle }: Difference): boolean => obstacle !== null;

function assertUnblocked(blocked: readonly Difference[]): void {
  const [first] = blocked;
  if (!first?.obstacle) return;
  const { code, message } = first.obstacle;
  const names = blocked.map(({ accession }) => accession);
  throw requestObjection(code, message, names);
}
