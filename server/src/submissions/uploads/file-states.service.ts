import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { currentSql } from '../../files/file.state.ts';
import type { Actor } from '../../platform/access/actor.ts';
import { invalid } from '../../platform/errors/app.error.ts';
import { badCursor, decodeCursor, encodeCursor } from '../../platform/lists/cursor.ts';
import { countLimit, pageText } from '../../platform/lists/list.query.ts';
import { Parameters } from '../../platform/lists/parameters.ts';
import { SubmissionsService } from '../submissions.service.ts';
import type {
  FileNames,
  FileNamesQuery,
  FileState,
  FileStateCounts,
  FileStateQuery,
} from './file-state.contract.ts';
import { countsSql, pageSql, totalSql } from './file-states.sql.ts';

type Row = { json: string; name: string; key: string };

const order = 'name';

/** The files of a submission beside those that its records name. */
@Injectable()
export class FileStates {
  constructor(
    private readonly database: DataSource,
    private readonly submissions: SubmissionsService,
  ) {}

  /**
   * A keyset page in the order of names.
   *
   * @returns it as JSON text
   * @throws AppError `submission.not_found`, `access.denied`, `list.two_cursors`, `list.unknown_sort`, `list.bad_cursor`
   */
  async list(actor: Actor, submissionId: string, query: FileStateQuery): Promise<string> {
    await this.submissions.assertContentReadable(actor, submissionId);
    if (query.sort !== undefined && query.sort !== order)
      throw invalid('list.unknown_sort', `This list sorts by: ${order}.`);
    if (query.after !== undefined && query.before !== undefined)
      throw invalid('list.two_cursors', 'A page lies after one cursor or before one, not both.');
    const asked = { reader: actor, submissionId, query };
    const parameters = new Parameters();
    const totals = new Parameters();
    const place = {
      cursor: cursorOf(query.before ?? query.after),
      isBackward: query.before !== undefined,
    };
    const [rows, [counted]] = await Promise.all([
      this.database.query<Row[]>(pageSql(asked, query.limit, place, parameters), parameters.values),
      this.database.query<{ count: number }[]>(totalSql(asked, countLimit + 1, totals), totals.values),
    ]);
    return pageText(rows, query, counted?.count ?? 0, ({ name, key }) =>
      encodeCursor({ sort: order, key: name, id: key }),
    );
  }

  /** @throws AppError `submission.not_found`, `access.denied` */
  async counts(actor: Actor, submissionId: string): Promise<FileStateCounts> {
    await this.submissions.assertContentReadable(actor, submissionId);
    const parameters = new Parameters();
    const rows: { state: FileState; count: number; named: number }[] = await this.database.query(
      countsSql({ reader: actor, submissionId, query: {} }, parameters),
      parameters.values,
    );
    const of = (state: FileState) => rows.find((row) => row.state === state) ?? { count: 0, named: 0 };
    const counts = {
      missing: of('missing').count,
      unfinished: of('unfinished').count,
      checking: of('checking').count,
      verified: of('verified').count,
      differs: of('differs').count,
      rejected: of('rejected').count,
    };
    // An upload that was begun is no second file: the one it is to become is missing, or here.
    const named = rows.filter(({ state }) => state !== 'unfinished').reduce((sum, row) => sum + row.named, 0);
    return { counts, named: { count: named, verified: of('verified').named } };
  }

  /** The names of complete files, some at a time. @throws AppError `submission.not_found`, `access.denied` */
  async names(actor: Actor, submissionId: string, { after, limit }: FileNamesQuery): Promise<FileNames> {
    await this.submissions.assertContentReadable(actor, submissionId);
    const rows: { name: string }[] = await this.database.query(
      `SELECT name FROM files WHERE root_id = $1 AND status = ANY(${currentSql}) AND ($2::text IS NULL OR name > $2) ORDER BY name LIMIT $3`,
      [submissionId, after ?? null, limit + 1],
    );
    const names = rows.slice(0, limit).map(({ name }) => name);
    return { names, next: rows.length > limit ? (names.at(-1) ?? null) : null };
  }
}

const uuid = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i;

/** @throws AppError `list.bad_cursor` */
function cursorOf(text: string | undefined) {
  if (text === undefined) return undefined;
  const cursor = decodeCursor(text, order);
  if (!uuid.test(cursor.id) || cursor.key.includes('\0')) throw badCursor();
  return cursor;
}
