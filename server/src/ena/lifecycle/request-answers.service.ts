import type { Readable } from 'node:stream';
import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { z } from 'zod';
import type { Tx } from '../../platform/database/tx.ts';
import { ObjectStore } from '../../platform/storage/object-store.ts';
import type { AnswerMeaning } from '../sending/answers.contract.ts';
import type { StoredAnswer } from '../sending/answers.service.ts';
import { documentKey } from '../sending/documents.ts';
import { requestAnswerNotFound, requestNotFound } from './lifecycle.errors.ts';
import type { requestAnswers } from './request.contract.ts';

/** What was asked; `report`: the state of the records, as ENA's report service has it. */
export type RequestAsked = 'submit' | 'poll' | 'receipt' | 'report';

/** Everything ENA said to requests, kept for good; and the documents that were sent. */
@Injectable()
export class EnaRequestAnswers {
  constructor(
    private readonly database: DataSource,
    private readonly store: ObjectStore,
  ) {}

  async record(
    tx: Tx,
    requestId: string,
    asked: RequestAsked,
    kept: StoredAnswer,
    meaning: AnswerMeaning,
    message: string | null,
  ): Promise<void> {
    const { id, askedAt, durationMs, httpStatus, contentType, sha256, bytes } = kept;
    await tx.query(
      `INSERT INTO ena_request_answers (id, request_id, asked, meaning, message, asked_at, duration_ms, http_status, content_type, sha256, bytes)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
      [
        id,
        requestId,
        asked,
        meaning,
        message,
        askedAt,
        Math.round(durationMs),
        httpStatus,
        contentType,
        sha256,
        bytes,
      ],
    );
  }

  /** How many answers up to the last were none, in a row. */
  async outages(requestId: string): Promise<number> {
    const rows: { meaning: AnswerMeaning }[] = await this.database.query(
      `SELECT meaning FROM ena_request_answers WHERE request_id = $1 ORDER BY asked_at DESC, id DESC LIMIT 100`,
      [requestId],
    );
    const end = rows.findIndex(({ meaning }) => meaning !== 'failed');
    return end === -1 ? rows.length : end;
  }

  /** In the order in which they were asked for. */
  async list(requestId: string): Promise<z.infer<typeof requestAnswers>> {
    const items = await this.database.query(
      `SELECT n.id, n.asked, n.meaning, n.message, to_json(n.asked_at) #>> '{}' AS "askedAt", n.duration_ms AS "durationMs",
              n.http_status AS "httpStatus", n.content_type AS "contentType", n.sha256, n.bytes,
              n.id IS NOT DISTINCT FROM q.answer_id AS "isDeciding"
         FROM ena_request_answers n JOIN ena_requests q ON q.id = n.request_id
        WHERE n.request_id = $1 ORDER BY n.asked_at, n.id LIMIT 1000`,
      [requestId],
    );
    return { items };
  }

  /** What was answered, as it was. */
  async document(id: string): Promise<Readable> {
    const sha256 = await this.hashOf('SELECT sha256 FROM ena_request_answers WHERE id = $1', id);
    if (!sha256) throw requestAnswerNotFound(id);
    return this.store.open(documentKey(sha256));
  }

  /** What was sent, as it was. */
  async payload(requestId: string): Promise<Readable> {
    const sha256 = await this.hashOf(
      'SELECT payload_sha256 AS sha256 FROM ena_requests WHERE id = $1',
      requestId,
    );
    if (!sha256) throw requestNotFound(requestId);
    return this.store.open(documentKey(sha256));
  }

  async storePayload(bytes: Uint8Array, sha256: string): Promise<void> {
    await this.store.put(documentKey(sha256), bytes, 'text/xml');
  }

  payloadBytes(sha256: string): Promise<Buffer> {
    return this.store.get(documentKey(sha256));
  }

  private async hashOf(sql: string, id: string): Promise<string | null | undefined> {
    const [row]: { sha256: string | null }[] = await this.database.query(sql, [id]);
    return row?.sha256;
  }
}
