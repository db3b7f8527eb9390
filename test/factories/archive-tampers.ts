// What the owner of the tables does to the rows of archived months, and takes back after each test.
import {
  type ReadMonth,
  readRetained,
  type RetainedMonth,
} from '../../server/src/audit/archive/retained-month.ts';
import { LogKeys } from '../../server/src/audit/sealing/log-keys.ts';
import type { TestApp } from '../setup/app.ts';
import type { LeavingLog } from './leaving-log.ts';

/** A row of audit_retentions. */
export type ArchiveRow = {
  id: string;
  note: string;
  key: string;
  bucket: string;
  bytes: number;
  sha256: string;
  hasLeft: boolean;
};

/** A text as SQL has it. */
export const quoted = (text: string): string => `'${text.replaceAll("'", "''")}'`;

export class ArchiveTampers {
  private readonly undoing: string[] = [];

  /** @param guarded further tables that are changed by hand */
  constructor(
    private readonly app: TestApp,
    private readonly log: LeavingLog,
    private readonly guarded: readonly string[] = [],
  ) {}

  /** Runs statements in one transaction, with the triggers off. */
  async byHand(...statements: readonly string[]): Promise<void> {
    const tables = ['audit_retentions', ...this.guarded];
    const all = (what: string) =>
      tables.map((table) => `ALTER TABLE ${table} ${what} TRIGGER USER`).join(';');
    await this.log.owner.query(['BEGIN', all('DISABLE'), ...statements, all('ENABLE'), 'COMMIT'].join(';'));
  }

  /** Statements that `undo` runs, those that were given last first. */
  undoWith(...statements: readonly string[]): void {
    this.undoing.push(...statements);
  }

  /** To be called after each test. */
  async undo(): Promise<void> {
    if (this.undoing.length > 0) await this.byHand(...this.undoing.splice(0).reverse());
  }

  /** What is stated of a month, the oldest first. */
  rowsOf(month: string): Promise<ArchiveRow[]> {
    return this.log.query<ArchiveRow>(
      `SELECT id, note, object_key AS key, bucket, bytes::int AS bytes, sha256, dropped_at IS NOT NULL AS "hasLeft"
         FROM audit_retentions WHERE month = $1 ORDER BY archived_at`,
      [month],
    );
  }

  /** @throws Error when the row has no statement of this log */
  statedOf({ note }: Pick<ArchiveRow, 'note'>): RetainedMonth {
    const read: ReadMonth | undefined = readRetained(this.app.get(LogKeys).origin, note);
    if (!read) throw new Error('no statement of this log');
    return read.stated;
  }

  /** Has a row say other things, until `undo`. @param set SQL by column */
  async rewrite({ id }: Pick<ArchiveRow, 'id'>, set: Readonly<Record<string, string>>): Promise<void> {
    for (const [column, value] of Object.entries(set)) {
      const [{ was = '' } = {}] = await this.log.query<{ was: string }>(
        `SELECT ${column}::text AS was FROM audit_retentions WHERE id = $1`,
        [id],
      );
      this.undoWith(`UPDATE audit_retentions SET ${column} = ${quoted(was)} WHERE id = '${id}'`);
      await this.byHand(`UPDATE audit_retentions SET ${column} = ${value} WHERE id = '${id}'`);
    }
  }
}
