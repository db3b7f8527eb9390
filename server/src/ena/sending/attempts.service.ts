import type { Readable } from 'node:stream';
import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { v7 as uuidv7 } from 'uuid';
import type { z } from 'zod';
import type { Actor } from '../../platform/access/actor.ts';
import type { Tx } from '../../platform/database/tx.ts';
import { ObjectStore } from '../../platform/storage/object-store.ts';
import { submissionReference } from '../batches/batches.queries.ts';
import type { attemptList } from '../batches/batches.contract.ts';
import { attemptNotFound } from '../ena.errors.ts';
import { DocumentReads } from './document-reads.ts';
import { documentKey } from './documents.ts';

/** One request to ENA, as its row holds it. */
export type Attempt = {
  id: string;
  batchId: string;
  submissionId: string;
  number: number;
  status: 'intended' | 'queued' | 'accepted' | 'refused' | 'attention';
  submissionAlias: string;
  payloadSha256: string;
  payloadBytes: number;
  enaSubmissionId: string | null;
  /** The way it goes: by HTTP, or with ENA's program Webin-CLI. */
  via: 'rest' | 'webin_cli';
  /** The Webin account it was made under; null for one of before this was written down. */
  account: string | null;
  /** `YYYY-MM-DD`: until when its bytes ask ENA to hold the records; null of Webin-CLI's, and where nobody wrote it down. */
  holdUntilDate: string | null;
  /** When the request was begun last: from then on ENA may have it, whatever we heard. */
  sentAt: Date | null;
  /** Seconds since then by the database's clock, which all workers share; 0 before. */
  secondsSinceSent: number;
  /** How often the bytes have left. */
  sentCount: number;
  /** The same without those before a person had it looked into once more, but for the last of them. */
  sentLately: number;
};

const columns = `id, batch_id AS "batchId", submission_id AS "submissionId", number, status, submission_alias AS "submissionAlias",
  payload_sha256 AS "payloadSha256", payload_bytes AS "payloadBytes", ena_submission_id AS "enaSubmissionId", via, account, hold_until_date::text AS "holdUntilDate", sent_at AS "sentAt",
  coalesce(extract(epoch FROM clock_timestamp() - sent_at), 0)::float8 AS "secondsSinceSent", sent_count AS "sentCount", sent_count - sent_before AS "sentLately"`;

/** Requests before one that are asked about: more than a few there are only where something is wrong. */
const mostEarlier = 10;

type Named = { label: string; batchId: string; submissionId: string };
type Reader = { query<Row>(sql: string, parameters: unknown[]): Promise<Row[]> };

/** The requests to ENA: intent before the request, exact bytes of what was sent and answered, with their SHA-256. */
@Injectable()
export class EnaAttempts {
  constructor(
    readonly reader: DataSource,
    private readonly store: ObjectStore,
    private readonly reads: DocumentReads,
  ) {}

  async list(batchId: string): Promise<z.infer<typeof attemptList>> {
    const items = await this.reader.query(
      `SELECT t.id, t.submission_id AS "submissionId", ${submissionReference} AS "submissionReference", t.number, t.status, t.via,
              t.submission_alias AS "submissionAlias", t.payload_sha256 AS "payloadSha256", t.payload_bytes AS "payloadBytes",
              n.sha256 AS "receiptSha256", n.bytes AS "receiptBytes", n.http_status AS "httpStatus",
              t.ena_submission_id AS "enaSubmissionId", t.messages, to_json(t.created_at) #>> '{}' AS "createdAt",
              to_json(t.sent_at) #>> '{}' AS "sentAt", to_json(t.finished_at) #>> '{}' AS "finishedAt",
              t.sent_count AS "sentCount",
              (SELECT count(*)::int FROM ena_answers c WHERE c.attempt_id = t.id) AS "answerCount",
              CASE WHEN u.id IS NOT NULL THEN json_build_object('id', u.id, 'name', u.name) END AS "resolvedBy"
         FROM ena_attempts t JOIN submissions s ON s.id = t.submission_id
         LEFT JOIN ena_answers n ON n.id = t.answer_id
         LEFT JOIN users u ON u.id = t.resolved_by
        WHERE t.batch_id = $1 ORDER BY s.number, t.number`,
      [batchId],
    );
    return { items };
  }

  /** The bytes that were sent, or the answer that decided, as they were. Who takes them stands in the change log. */
  async document(actor: Actor, id: string, which: 'payload' | 'receipt'): Promise<Readable> {
    const [row]: ({ payload: string; receipt: string | null } & Named)[] = await this.reader.query(
      `SELECT t.payload_sha256 AS payload, n.sha256 AS receipt, t.submission_alias AS label, t.batch_id AS "batchId", t.submission_id AS "submissionId"
         FROM ena_attempts t LEFT JOIN ena_answers n ON n.id = t.answer_id WHERE t.id = $1`,
      [id],
    );
    const sha256 = row?.[which];
    if (!sha256) throw attemptNotFound(id);
    const { label, batchId, submissionId } = row;
    await this.reads.note(actor, { of: 'EnaAttempt', id, label, batchId, submissionId }, which, sha256);
    return this.store.open(documentKey(sha256));
  }

  /** @throws AppError `ena_attempt.not_found` */
  async get(reader: Reader, id: string): Promise<Attempt> {
    const [attempt] = await reader.query<Attempt>(`SELECT ${columns} FROM ena_attempts WHERE id = $1`, [id]);
    if (!attempt) throw attemptNotFound(id);
    return attempt;
  }

  /** The request of this submission that is not settled yet. */
  async open(tx: Tx, batchId: string, submissionId: string): Promise<Attempt | undefined> {
    const [attempt] = await tx.query<Attempt>(
      `SELECT ${columns} FROM ena_attempts WHERE batch_id = $1 AND submission_id = $2 AND status IN ('intended', 'queued') ORDER BY number DESC LIMIT 1`,
      [batchId, submissionId],
    );
    return attempt;
  }

  /** The requests of a batch of which no answer is known that settles them. */
  unsettled(tx: Tx, batchId: string): Promise<Attempt[]> {
    return tx.query(
      `SELECT ${columns} FROM ena_attempts WHERE batch_id = $1 AND status IN ('intended', 'queued', 'attention') ORDER BY number`,
      [batchId],
    );
  }

  /** Of the latest requests before this one that may have brought records of the same submission to the same ENA. */
  async earlierAliases({ id, batchId, submissionId }: Attempt): Promise<string[]> {
    const rows: { alias: string }[] = await this.reader.query(
      `SELECT t.submission_alias AS alias FROM ena_attempts t JOIN ena_batches b ON b.id = t.batch_id
        WHERE t.submission_id = $1 AND t.id <> $2 AND t.sent_count > 0 AND t.via = 'rest'
          AND b.environment = (SELECT environment FROM ena_batches WHERE id = $3)
        ORDER BY t.created_at DESC, t.id DESC LIMIT ${mostEarlier}`,
      [submissionId, id, batchId],
    );
    return rows.map(({ alias }) => alias);
  }

  async nextNumber(batchId: string, submissionId: string): Promise<number> {
    const [row]: { next: number }[] = await this.reader.query(
      `SELECT coalesce(max(number), 0) + 1 AS next FROM ena_attempts WHERE batch_id = $1 AND submission_id = $2`,
      [batchId, submissionId],
    );
    return row?.next ?? 1;
  }

  storePayload(bytes: Uint8Array, sha256: string): Promise<void> {
    return this.store.put(documentKey(sha256), bytes, 'text/xml');
  }

  payload(attempt: Attempt): Promise<Buffer> {
    return this.store.get(documentKey(attempt.payloadSha256));
  }

  /** Writes down what is about to be sent. */
  async intend(
    tx: Tx,
    given: Pick<
      Attempt,
      | 'batchId'
      | 'submissionId'
      | 'number'
      | 'submissionAlias'
      | 'payloadSha256'
      | 'payloadBytes'
      | 'via'
      | 'account'
      | 'holdUntilDate'
    >,
    now: Date,
  ): Promise<Attempt> {
    const id = uuidv7({ msecs: now.getTime() });
    await tx.query(
      `INSERT INTO ena_attempts (id, batch_id, submission_id, number, status, submission_alias, payload_sha256, payload_bytes, created_at, via, account, hold_until_date)
       VALUES ($1, $2, $3, $4, 'intended', $5, $6, $7, $8, $9, $10, $11)`,
      [
        id,
        given.batchId,
        given.submissionId,
        given.number,
        given.submissionAlias,
        given.payloadSha256,
        given.payloadBytes,
        now,
        given.via,
        given.account,
        given.holdUntilDate,
      ],
    );
    return {
      id,
      status: 'intended',
      enaSubmissionId: null,
      sentAt: null,
      secondsSinceSent: 0,
      sentCount: 0,
      sentLately: 0,
      ...given,
    };
  }

  /** Noted before the first byte leaves. */
  async markSent(tx: Tx, { id, account }: Pick<Attempt, 'id' | 'account'>): Promise<void> {
    await tx.query(
      'UPDATE ena_attempts SET sent_at = clock_timestamp(), sent_count = sent_count + 1, account = $2 WHERE id = $1',
      [id, account],
    );
  }

  /** Taken back, when it is certain that this time nothing came of it; an earlier sending stays in doubt. */
  async markUnsent(tx: Tx, id: string): Promise<void> {
    await tx.query(
      `UPDATE ena_attempts SET sent_at = CASE WHEN sent_count > 1 THEN sent_at END, sent_count = greatest(sent_count - 1, 0)
        WHERE id = $1`,
      [id],
    );
  }

  /** ENA has the document and named an id: stored before anything else is asked. */
  async markQueued(tx: Tx, id: string, enaSubmissionId: string): Promise<void> {
    await tx.query(`UPDATE ena_attempts SET status = 'queued', ena_submission_id = $2 WHERE id = $1`, [
      id,
      enaSubmissionId,
    ]);
  }

  async settle(
    tx: Tx,
    id: string,
    given: {
      status: 'accepted' | 'refused' | 'attention';
      messages: readonly string[];
      answerId: string | null;
      enaSubmissionId: string | null;
      resolvedBy?: string;
      now: Date;
    },
  ): Promise<void> {
    await tx.query(
      `UPDATE ena_attempts
          SET status = $2, messages = $3, answer_id = coalesce($4, (SELECT id FROM ena_answers WHERE attempt_id = $1 ORDER BY asked_at DESC, id DESC LIMIT 1)),
              ena_submission_id = coalesce(ena_submission_id, $5), resolved_by = $6, finished_at = $7
        WHERE id = $1`,
      [
        id,
        given.status,
        JSON.stringify(given.messages),
        given.answerId,
        given.enaSubmissionId,
        given.resolvedBy ?? null,
        given.now,
      ],
    );
  }
}
