import { Inject, Injectable } from '@nestjs/common';
import { v7 as uuidv7 } from 'uuid';
import type { z } from 'zod';
import { AuditLog } from '../../audit/audit-log.ts';
import type { Actor } from '../../platform/access/actor.ts';
import { CONFIG, type Config } from '../../platform/config/config.ts';
import type { Tx } from '../../platform/database/tx.ts';
import { UnitOfWork } from '../../platform/database/unit-of-work.ts';
import type { ListQuery } from '../../platform/lists/list.contract.ts';
import { Lists } from '../../platform/lists/list.query.ts';
import { Clock } from '../../platform/time/clock.ts';
import { aliasSuffix } from '../webin/object-alias.ts';
import { Webin } from '../webin.provider.ts';
import { batchNotFound, notEligible, nothingEligible } from '../ena.errors.ts';
import { EnaPayloads } from '../sending/payloads.service.ts';
import { EnaBatchCommands } from './batch-commands.service.ts';
import { EnaBatchDoor } from './batch-door.service.ts';
import { batchReferenceOf, itemsOf, revisionIn } from './batch-rows.ts';
import {
  type BatchOrigin,
  type batchPreview,
  type BatchView,
  type CreateBatch,
  eligiblePage,
  mostSubmissions,
} from './batches.contract.ts';
import {
  batchItemList,
  type BatchItemListQuery,
  batchList,
  type BatchListQuery,
  batchSubmissionList,
  type BatchSubmissionListQuery,
  eligibleList,
  inRevision,
  unsent,
} from './batches.queries.ts';

/** Records in a preview: to look at, not to send; a document of 15 MB would help nobody. */
const mostPreviewed = 500;

@Injectable()
export class EnaBatchesService {
  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly door: EnaBatchDoor,
    private readonly commands: EnaBatchCommands,
    private readonly uow: UnitOfWork,
    private readonly lists: Lists,
    private readonly payloads: EnaPayloads,
    private readonly webin: Webin,
    private readonly audit: AuditLog,
    private readonly clock: Clock,
  ) {}

  /** @returns the page as JSON text */
  list(actor: Actor, query: BatchListQuery): Promise<string> {
    return this.lists.page(batchList, actor, query);
  }

  /** Approved submissions that a new batch could take. @returns the page as JSON text */
  eligible(actor: Actor, query: ListQuery): Promise<string> {
    return this.lists.page(eligibleList(this.config.ENA_ENVIRONMENT), actor, query);
  }

  get(actor: Actor, id: string): Promise<BatchView> {
    return this.door.get(actor, id);
  }

  /** @returns the page as JSON text */
  async items(actor: Actor, id: string, query: BatchItemListQuery): Promise<string> {
    await this.get(actor, id);
    return this.lists.page(batchItemList, actor, query, (p) => [`i.batch_id = ${p.add(id)}`]);
  }

  /** @returns the page as JSON text */
  async submissions(actor: Actor, id: string, query: BatchSubmissionListQuery): Promise<string> {
    await this.get(actor, id);
    return this.lists.page(batchSubmissionList, actor, query, (p) => [`bs.batch_id = ${p.add(id)}`]);
  }

  /**
   * @param known the id that the batch is to have: what comes back after a crash and asks again makes no second one
   * @throws AppError `ena.not_eligible` naming the submissions that cannot be taken, `ena.nothing_eligible`
   */
  async create(
    actor: Actor,
    given: CreateBatch,
    origin: BatchOrigin = 'curator',
    known?: string,
  ): Promise<BatchView> {
    const submissionIds = [...new Set(await this.chosen(actor, given))].sort();
    if (submissionIds.length === 0) throw nothingEligible();
    const now = this.clock.now();
    const id = known ?? uuidv7({ msecs: now.getTime() });
    const environment = this.config.ENA_ENVIRONMENT;
    await this.uow.run(async (tx) => {
      // Nobody else may take them meanwhile, nor open them again.
      await tx.query(`SELECT id FROM submissions WHERE id = ANY($1) ORDER BY id FOR NO KEY UPDATE`, [
        submissionIds,
      ]);
      const [{ number = '' } = {}] = await tx.query<{ number: string }>(
        `INSERT INTO ena_batches (id, environment, status, origin, created_by, created_at) VALUES ($1, $2, 'assembling', $3, $4, $5) RETURNING number`,
        [id, environment, origin, actor.type === 'user' ? actor.id : null, now],
      );
      const taken = await this.take(tx, id, submissionIds, environment, aliasSuffix(environment, number));
      const missing = submissionIds.filter((submissionId) => !taken.has(submissionId));
      if (missing.length > 0) throw notEligible(missing);
      await this.audit.record(tx, actor, {
        action: 'ena_batch.create',
        target: { type: 'EnaBatch', id, label: batchReferenceOf(number) },
        facts: {
          environment,
          origin,
          submissions: submissionIds,
          records: [...taken.values()].reduce((sum, count) => sum + count, 0),
        },
      });
      await this.announce(tx, id, 'EnaBatchCreated');
    });
    return this.get(actor, id);
  }

  /** The submissions that were named, or those that the list has under a filter. */
  private async chosen(actor: Actor, given: CreateBatch): Promise<string[]> {
    if (given.submissionIds) return given.submissionIds;
    const { q, limit = mostSubmissions } = given.filter ?? {};
    const page = await this.eligible(actor, { limit, ...(q && { q }) });
    return eligiblePage.parse(JSON.parse(page)).items.map(({ id }) => id);
  }

  /** The document that would be sent for one submission of the batch, or its beginning, and what the schemas say of it. */
  async preview(actor: Actor, id: string, submissionId: string): Promise<z.infer<typeof batchPreview>> {
    await this.get(actor, id);
    const { items, revision } = await this.uow.run(async (tx) => ({
      items: await itemsOf(tx, id, submissionId, ['waiting', 'sent', 'accepted', 'failed', 'attention']),
      revision: await revisionIn(tx, id, submissionId),
    }));
    if (revision === undefined) throw batchNotFound(id);
    const { payload, items: carried } = await this.payloads.fitting(
      submissionId,
      revision,
      items.slice(0, mostPreviewed),
      'preview',
      this.clock.today(),
    );
    const { bytes, sha256 } = payload;
    const schemaProblems = (await this.webin.schemas?.validateInTurns(bytes))?.slice(0, 100) ?? null;
    return {
      submissionId,
      xml: Buffer.from(bytes).toString('utf8'),
      sha256,
      bytes: bytes.byteLength,
      records: carried.length,
      recordsInAll: items.length,
      schemaProblems: schemaProblems && [...schemaProblems],
    };
  }

  /** See `EnaBatchCommands`. */
  send(actor: Actor, id: string, version: number, reason: string | undefined): Promise<BatchView> {
    return this.commands.send(actor, id, version, { reason });
  }

  /** Puts the unsent records of each submission into the batch. @returns how many, by submission */
  private async take(
    tx: Tx,
    batchId: string,
    submissionIds: readonly string[],
    environment: string,
    suffix: string,
  ): Promise<Map<string, number>> {
    // Of a revision that has just been written the planner knows nothing, and takes it for one row: it would compare each
    // accession with each record.
    await tx.query('SET LOCAL enable_nestloop = off');
    const rows = await tx.query<{ submissionId: string }>(
      `INSERT INTO ena_batch_items (id, batch_id, submission_id, position, type, alias, ena_alias, title, accession, environment)
       SELECT gen_random_uuid(), $1, a.submission_id, row_number() OVER (ORDER BY a.submission_id, a.kind <> 'project', r.position) - 1,
              a.kind, a.alias, a.accession || $4, a.title, a.accession, $3
         FROM accessions a
         JOIN submissions s ON s.id = a.submission_id AND s.status = 'approved'
         LEFT JOIN revision_records r ON ${inRevision}
        WHERE a.submission_id = ANY($2) AND (a.kind = 'project' OR r.alias IS NOT NULL) AND ${unsent('$3')}
       RETURNING submission_id AS "submissionId"`,
      [batchId, submissionIds, environment, suffix],
    );
    await tx.query('SET LOCAL enable_nestloop = on');
    await tx.query(
      `INSERT INTO ena_batch_submissions (batch_id, submission_id, revision, position)
       SELECT $1::uuid, s.id, s.revision, row_number() OVER (ORDER BY s.number) - 1 FROM submissions s
        WHERE s.id IN (SELECT i.submission_id FROM ena_batch_items i WHERE i.batch_id = $1)`,
      [batchId],
    );
    const counts = new Map<string, number>();
    for (const { submissionId } of rows) counts.set(submissionId, (counts.get(submissionId) ?? 0) + 1);
    return counts;
  }

  private announce(tx: Tx, id: string, type: string): Promise<void> {
    return tx.publish({ type, subject: { type: 'EnaBatch', id }, access: {} });
  }
}
