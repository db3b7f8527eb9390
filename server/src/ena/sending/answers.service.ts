import type { Readable } from 'node:stream';
import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { v7 as uuidv7 } from 'uuid';
import type { z } from 'zod';
import { CONFIG, type Config } from '../../platform/config/config.ts';
import type { Tx } from '../../platform/database/tx.ts';
import { ObjectStore } from '../../platform/storage/object-store.ts';
import { answerNotFound } from '../ena.errors.ts';
import type { AnswerMeaning, answerList, Asked } from './answers.contract.ts';
import { documentKey, sha256Of } from './documents.ts';
import { credentialForms, withoutSecrets } from './secrets.ts';

/** The bytes that came, as they came. */
export type Answer = {
  bytes: Uint8Array;
  contentType: string | null;
  /** Null for what did not come by HTTP. */
  httpStatus: number | null;
};

/** An answer whose bytes are stored; its row is still to be written. */
export type StoredAnswer = {
  id: string;
  asked: Asked;
  askedAt: Date;
  durationMs: number;
  httpStatus: number | null;
  contentType: string | null;
  sha256: string | null;
  bytes: number | null;
};

/** Everything ENA said, kept for good: rows are only ever added, bytes lie in the object store under their hash. */
@Injectable()
export class EnaAnswers {
  private readonly secrets: readonly string[];

  constructor(
    @Inject(CONFIG) config: Config,
    private readonly database: DataSource,
    private readonly store: ObjectStore,
  ) {
    this.secrets = credentialForms(config.ENA_USERNAME, config.ENA_PASSWORD);
  }

  /** @param answer null when nothing came */
  async keep(
    asked: Asked,
    timing: { askedAt: Date; durationMs: number },
    answer: Answer | null,
  ): Promise<StoredAnswer> {
    const id = uuidv7({ msecs: timing.askedAt.getTime() });
    if (!answer)
      return { id, asked, ...timing, httpStatus: null, contentType: null, sha256: null, bytes: null };
    const bytes = withoutSecrets(answer.bytes, this.secrets);
    const sha256 = sha256Of(bytes);
    await this.store.put(documentKey(sha256), bytes, answer.contentType ?? 'application/octet-stream');
    const { httpStatus, contentType } = answer;
    return { id, asked, ...timing, httpStatus, contentType, sha256, bytes: bytes.byteLength };
  }

  /** Writes the row of a kept answer. */
  async record(
    tx: Tx,
    attemptId: string,
    kept: StoredAnswer,
    meaning: AnswerMeaning,
    message: string | null,
  ): Promise<void> {
    await tx.query(
      `INSERT INTO ena_answers (id, attempt_id, asked, meaning, message, asked_at, duration_ms, http_status, content_type, sha256, bytes)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
      [
        kept.id,
        attemptId,
        kept.asked,
        meaning,
        message,
        kept.askedAt,
        Math.round(kept.durationMs),
        kept.httpStatus,
        kept.contentType,
        kept.sha256,
        kept.bytes,
      ],
    );
  }

  /** How many answers in a row, up to the last, were of this kind. */
  async inARow(attemptId: string, meaning: AnswerMeaning, asked?: Asked): Promise<number> {
    const rows: { meaning: AnswerMeaning }[] = await this.database.query(
      `SELECT meaning FROM ena_answers WHERE attempt_id = $1 AND ($2::text IS NULL OR asked = $2)
        ORDER BY asked_at DESC, id DESC LIMIT 100`,
      [attemptId, asked ?? null],
    );
    const end = rows.findIndex((row) => row.meaning !== meaning);
    return end === -1 ? rows.length : end;
  }

  /** How often in a row, up to the last answer, the account was turned away (HTTP 401, 403). */
  async turnedAway(attemptId: string): Promise<number> {
    const rows: { isTurnedAway: boolean }[] = await this.database.query(
      `SELECT meaning = 'failed' AND coalesce(http_status, 0) IN (401, 403) AS "isTurnedAway" FROM ena_answers
        WHERE attempt_id = $1 ORDER BY asked_at DESC, id DESC LIMIT 100`,
      [attemptId],
    );
    const end = rows.findIndex(({ isTurnedAway }) => !isTurnedAway);
    return end === -1 ? rows.length : end;
  }

  /** In the order in which they were asked for. */
  async list(attemptId: string): Promise<z.infer<typeof answerList>> {
    const items = await this.database.query(
      `SELECT n.id, n.asked, n.meaning, n.message, to_json(n.asked_at) #>> '{}' AS "askedAt", n.duration_ms AS "durationMs",
              n.http_status AS "httpStatus", n.content_type AS "contentType", n.sha256, n.bytes,
              n.id IS NOT DISTINCT FROM t.answer_id AS "isDeciding"
         FROM ena_answers n JOIN ena_attempts t ON t.id = n.attempt_id
        WHERE n.attempt_id = $1 ORDER BY n.asked_at, n.id LIMIT 1000`,
      [attemptId],
    );
    return { items };
  }

  /** What was answered, as it was. */
  async document(id: string): Promise<Readable> {
    const [row]: { sha256: string | null }[] = await this.database.query(
      'SELECT sha256 FROM ena_answers WHERE id = $1',
      [id],
    );
    if (!row?.sha256) throw answerNotFound(id);
    return this.store.open(documentKey(row.sha256));
  }
}
