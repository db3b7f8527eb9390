import type { Readable } from 'node:stream';
import type { DataSource } from 'typeorm';
import type { Tx } from '../../platform/database/tx.ts';
import type { AppError } from '../../platform/errors/app.error.ts';
import type { ListQuery } from '../../platform/lists/list.contract.ts';
import type { ListDefinition, Reader } from '../../platform/lists/list-definition.ts';
import type { Lists } from '../../platform/lists/list.query.ts';
import type { ObjectStore } from '../../platform/storage/object-store.ts';
import type { AnswerMeaning } from './answers.contract.ts';
import { answerListOf } from './answers.queries.ts';
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
  private readonly definition: ListDefinition<ListQuery>;

  constructor(
    private readonly database: DataSource,
    private readonly lists: Lists,
    private readonly store: ObjectStore,
    private readonly shelf: Shelf,
  ) {
    this.definition = answerListOf(shelf);
  }

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

  /** A page of them: rows as `answerTo` says, as JSON text. */
  page(reader: Reader, ownerId: string, query: ListQuery): Promise<string> {
    return this.lists.page(this.definition, reader, query, (p) => [
      `n.${this.shelf.owner} = ${p.add(ownerId)}`,
    ]);
  }

  /** What was answered, as it was. @param note is told whose it is before it is handed out */
  async document(id: string, note: (ownerId: string, sha256: string) => Promise<void>): Promise<Readable> {
    const [row]: { sha256: string | null; owner: string }[] = await this.database.query(
      `SELECT sha256, ${this.shelf.owner} AS owner FROM ${this.shelf.table} WHERE id = $1`,
      [id],
    );
    if (!row?.sha256) throw this.shelf.notFound(id);
    await note(row.owner, row.sha256);
    return this.store.open(documentKey(row.sha256));
  }
}
