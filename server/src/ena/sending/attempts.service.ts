import { createHash } from 'node:crypto';
import type { Readable } from 'node:stream';
import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { v7 as uuidv7 } from 'uuid';
import type { z } from 'zod';
import type { Tx } from '../../platform/database/tx.ts';
import { ObjectStore } from '../../platform/storage/object-store.ts';
import { submissionReference } from '../batches/batches.queries.ts';
import type { attemptList } from '../batches/batches.contract.ts';
import { attemptNotFound } from '../ena.errors.ts';

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
  /** When the request was begun: from then on ENA may have it, whatever we heard. */
  sentAt: Date | null;
};

const columns = `id, batch_id AS "batchId", submission_id AS "submissionId", number, status, submission_alias AS "submissionAlias",
  payload_sha256 AS "payloadSha256", payload_bytes AS "payloadBytes", ena_submission_id AS "enaSubmissionId", sent_at AS "sentAt"`;

/** Documents are kept by the hash of their bytes: the same bytes are stored once, and nothing is overwritten by others. */
const documentKey = (sha256: string) => `ena/documents/${sha256}.xml`;

export type Answer = { bytes: Uint8Array; contentType: string | null; httpStatus: number };

/** The requests to ENA: intent before the request, exact bytes of what was sent and answered, with their SHA-256. */
@Injectable()
export class EnaAttempts {
  constructor(
    private readonly database: DataSource,
    private readonly store: ObjectStore,
  ) {}

  async list(batchId: string): Promise<z.infer<typeof attemptList>> {
    const items = await this.database.query(
      `SELECT t.id, t.submission_id AS "submissionId", ${submissionReference} AS "submissionReference", t.number, t.status,
              t.submission_alias AS "submissionAlias", t.payload_sha256 AS "payloadSha256", t.payload_bytes AS "payloadBytes",
              t.receipt_sha256 AS "receiptSha256", t.receipt_bytes AS "receiptBytes", t.http_status AS "httpStatus",
              t.ena_submission_id AS "enaSubmissionId", t.messages, to_json(t.created_at) #>> '{}' AS "createdAt",
              to_json(t.finished_at) #>> '{}' AS "finishedAt"
         FROM ena_attempts t JOIN submissions s ON s.id = t.submission_id
        WHERE t.batch_id = $1 ORDER BY s.number, t.number`,
      [batchId],
    );
    return { items };
  }

  /** The bytes that were sent, or what was answered, as they were. */
  async document(
    id: string,
    which: 'payload' | 'receipt',
  ): Promise<{ stream: Readable; contentType: string }> {
    const [row]: { payload: string; receipt: string | null; type: string | null }[] =
      await this.database.query(
        `SELECT payload_sha256 AS payload, receipt_sha256 AS receipt, receipt_type AS type FROM ena_attempts WHERE id = $1`,
        [id],
      );
    const sha256 = which === 'payload' ? row?.payload : row?.receipt;
    if (!sha256) throw attemptNotFound(id);
    // Whatever ENA sent is shown as text: an HTML error page must not run in our own origin.
    return {
      stream: await this.store.open(documentKey(sha256)),
      contentType: which === 'payload' ? 'text/xml' : 'text/plain',
    };
  }

  /** The request of this submission that is not settled yet. */
  async open(tx: Tx, batchId: string, submissionId: string): Promise<Attempt | undefined> {
    const [attempt] = await tx.query<Attempt>(
      `SELECT ${columns} FROM ena_attempts WHERE batch_id = $1 AND submission_id = $2 AND status IN ('intended', 'queued') ORDER BY number DESC LIMIT 1`,
      [batchId, submissionId],
    );
    return attempt;
  }

  async nextNumber(batchId: string, submissionId: string): Promise<number> {
    const [row]: { next: number }[] = await this.database.query(
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
      'batchId' | 'submissionId' | 'number' | 'submissionAlias' | 'payloadSha256' | 'payloadBytes'
    >,
    now: Date,
  ): Promise<Attempt> {
    const id = uuidv7({ msecs: now.getTime() });
    await tx.query(
      `INSERT INTO ena_attempts (id, batch_id, submission_id, number, status, submission_alias, payload_sha256, payload_bytes, created_at)
       VALUES ($1, $2, $3, $4, 'intended', $5, $6, $7, $8)`,
      [
        id,
        given.batchId,
        given.submissionId,
        given.number,
        given.submissionAlias,
        given.payloadSha256,
        given.payloadBytes,
        now,
      ],
    );
    return { id, status: 'intended', enaSubmissionId: null, sentAt: null, ...given };
  }

  /** Noted before the first byte leaves; taken back only when it is certain that none did. */
  async markSent(tx: Tx, id: string, sentAt: Date | null): Promise<void> {
    await tx.query('UPDATE ena_attempts SET sent_at = $2 WHERE id = $1', [id, sentAt]);
  }

  /** ENA has the document and named an id: stored before anything else is asked. */
  async markQueued(tx: Tx, id: string, enaSubmissionId: string): Promise<void> {
    await tx.query(`UPDATE ena_attempts SET status = 'queued', ena_submission_id = $2 WHERE id = $1`, [
      id,
      enaSubmissionId,
    ]);
  }

  /** Keeps what ENA answered. @returns its SHA-256 */
  async storeAnswer(answer: Answer): Promise<string> {
    const sha256 = createHash('sha256').update(answer.bytes).digest('hex');
    await this.store.put(documentKey(sha256), answer.bytes, answer.contentType ?? 'application/octet-stream');
    return sha256;
  }

  async settle(
    tx: Tx,
    id: string,
    given: {
      status: 'accepted' | 'refused' | 'attention';
      messages: readonly string[];
      answer: (Answer & { sha256: string }) | null;
      enaSubmissionId: string | null;
      now: Date;
    },
  ): Promise<void> {
    const { answer } = given;
    await tx.query(
      `UPDATE ena_attempts
          SET status = $2, messages = $3, receipt_sha256 = coalesce($4, receipt_sha256), receipt_bytes = coalesce($5, receipt_bytes),
              receipt_type = coalesce($6, receipt_type), http_status = coalesce($7, http_status),
              ena_submission_id = coalesce(ena_submission_id, $8), finished_at = $9
        WHERE id = $1`,
      [
        id,
        given.status,
        JSON.stringify(given.messages),
        answer?.sha256 ?? null,
        answer?.bytes.byteLength ?? null,
        answer?.contentType ?? null,
        answer?.httpStatus ?? null,
        given.enaSubmissionId,
        given.now,
      ],
    );
  }
}
