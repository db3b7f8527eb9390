import type { Readable } from 'node:stream';
import type { DataSource } from 'typeorm';
import type { Tx } from '../../platform/database/tx.ts';
import type { AppError } from '../../platform/errors/app.error.ts';
import type { ObjectStore } from '../../platform/storage/object-store.ts';
import type { AnswerMeaning } from './answers.contract.ts';
import { documentKey } from './documents.ts';

/** An answer whose bytes are stored; its row is still to be written. */
export type KeptAnswer = {
  id: string;
  askedAt: Date;
  durationMs: number;
  /** Null for what did not come by HTTP. */
  httpStatus: number | null;
  contentType: string | null;
  sha256: string | null;
  bytes: number | null;
};

/** Where answers lie, and whose they are. Names are ours. */
export type Shelf = {
  table: 'ena_answers' | 'ena_request_answers';
  owner: 'attempt_id' | 'request_id';
  owners: 'ena_attempts' | 'ena_requests';
  notFound: (id: string) => AppError;
};

export type Told = { meaning: AnswerMeaning; httpStatus: number | null };

/**
 * What ENA said, each answer a row that is never changed, its bytes in the object store under their hash. Requests that
 * register records and requests about records that ENA has keep theirs in tables of one layout. They stay two: each
 * points to its request and is pointed at by it (the answer that decided), and rows that nobody may change are not moved
 * to another table.
 */
export class KeptAnswers<Asked extends string> {
  constructor(
    private readonly database: DataSource,
    private readonly store: ObjectStore,
    private readonly shelf: Shelf,
  ) {}

  async record(
    tx: Tx,
    ownerId: string,
    asked: Asked,
    kept: KeptAnswer,
    meaning: AnswerMeaning,
    message: string | null,
  ): Promise<void> {
    const { id, askedAt, durationMs, httpStatus, contentType, sha256, bytes } = kept;
    await tx.query(
      `INSERT INTO ${this.shelf.table} (id, ${this.shelf.owner}, asked, meaning, message, asked_at, duration_ms, http_status, content_type, sha256, bytes)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
      [
        id,
        ownerId,
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

  /** How many answers in a row, up to the last, were such; of those to one question where it is named. */
  async inARow(ownerId: string, isSuch: (answer: Told) => boolean, asked?: Asked): Promise<number> {
    const rows: Told[] = await this.database.query(
      `SELECT meaning, http_status AS "httpStatus" FROM ${this.shelf.table}
        WHERE ${this.shelf.owner} = $1 AND ($2::text IS NULL OR asked = $2) ORDER BY asked_at DESC, id DESC LIMIT 100`,
      [ownerId, asked ?? null],
    );
    const end = rows.findIndex((row) => !isSuch(row));
    return end === -1 ? rows.length : end;
  }

  /** The last answer to one question. */
  async last(
    ownerId: string,
    asked: Asked,
  ): Promise<{ id: string; meaning: AnswerMeaning; message: string | null } | undefined> {
    const [row] = await this.database.query<{ id: string; meaning: AnswerMeaning; message: string | null }[]>(
      `SELECT id, meaning, message FROM ${this.shelf.table}
        WHERE ${this.shelf.owner} = $1 AND asked = $2 ORDER BY asked_at DESC, id DESC LIMIT 1`,
      [ownerId, asked],
    );
    return row;
  }

  /** In the order in which they were asked for, of very many the last ones: rows as `answerView` says. */
  list<View>(ownerId: string): Promise<View[]> {
    const { table, owner, owners } = this.shelf;
    return this.database.query(
      `SELECT n.id, n.asked, n.meaning, n.message, to_json(n.asked_at) #>> '{}' AS "askedAt", n.duration_ms AS "durationMs",
              n.http_status AS "httpStatus", n.content_type AS "contentType", n.sha256, n.bytes,
              n.id IS NOT DISTINCT FROM t.answer_id AS "isDeciding"
         FROM (SELECT * FROM ${table} WHERE ${owner} = $1 ORDER BY asked_at DESC, id DESC LIMIT 1000) n
         JOIN ${owners} t ON t.id = n.${owner}
        ORDER BY n.asked_at, n.id`,
      [ownerId],
    );
  }

  /** What was answered, as it was. */
  async document(id: string): Promise<Readable> {
    const [row]: { sha256: string | null }[] = await this.database.query(
      `SELECT sha256 FROM ${this.shelf.table} WHERE id = $1`,
      [id],
    );
    if (!row?.sha256) throw this.shelf.notFound(id);
    return this.store.open(documentKey(row.sha256));
  }
}
