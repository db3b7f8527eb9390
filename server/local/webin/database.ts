import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { SQLInputValue, StatementSync } from 'node:sqlite';
import { DatabaseSync } from 'node:sqlite';

export type Row = Readonly<Record<string, unknown>>;

// Each step once, in this order; `user_version` says how far a file has come.
const STEPS: readonly string[] = [
  `CREATE TABLE IF NOT EXISTS counter (kind TEXT PRIMARY KEY, last INTEGER NOT NULL) STRICT;
  CREATE TABLE IF NOT EXISTS submission (
    accession TEXT PRIMARY KEY, alias TEXT NOT NULL UNIQUE, received_at TEXT NOT NULL, actions TEXT NOT NULL
  ) STRICT;
  CREATE TABLE IF NOT EXISTS object (
    accession TEXT PRIMARY KEY, type TEXT NOT NULL, alias TEXT NOT NULL, title TEXT NOT NULL,
    external_accession TEXT, external_type TEXT, hold_until TEXT NOT NULL,
    submission TEXT NOT NULL REFERENCES submission,
    UNIQUE (type, alias)
  ) STRICT;
  CREATE INDEX IF NOT EXISTS object_submission ON object (submission);
  CREATE TABLE IF NOT EXISTS queued (
    submission_id TEXT PRIMARY KEY, file_name TEXT NOT NULL, document BLOB NOT NULL, ready_at INTEGER NOT NULL,
    receipt TEXT
  ) STRICT;
  CREATE TABLE IF NOT EXISTS request (
    id INTEGER PRIMARY KEY, at TEXT NOT NULL, endpoint TEXT NOT NULL, sha256 TEXT NOT NULL, status INTEGER, fault TEXT
  ) STRICT;`,
  `ALTER TABLE object ADD COLUMN status TEXT NOT NULL DEFAULT 'PRIVATE';
  ALTER TABLE object ADD COLUMN root TEXT;
  ALTER TABLE object ADD COLUMN document TEXT NOT NULL DEFAULT '';
  ALTER TABLE object ADD COLUMN first_created TEXT NOT NULL DEFAULT '2026-01-01T00:00:00.000Z';
  CREATE INDEX object_external ON object (external_accession);
  CREATE INDEX object_hold ON object (status, hold_until);
  CREATE INDEX object_root ON object (root);
  CREATE TABLE reference (source TEXT NOT NULL, target TEXT NOT NULL, kind TEXT NOT NULL) STRICT;
  CREATE INDEX reference_source ON reference (source);
  CREATE INDEX reference_target ON reference (target);
  CREATE TABLE file (
    accession TEXT NOT NULL, name TEXT NOT NULL, type TEXT NOT NULL, md5 TEXT NOT NULL, bytes INTEGER
  ) STRICT;
  CREATE INDEX file_accession ON file (accession);
  CREATE INDEX file_name ON file (name);
  CREATE TABLE registration (type TEXT NOT NULL, alias TEXT NOT NULL, accession TEXT NOT NULL) STRICT;
  CREATE INDEX registration_alias ON registration (type, alias);
  INSERT INTO registration SELECT type, alias, accession FROM object;
  CREATE TABLE processing (accession TEXT PRIMARY KEY, since TEXT NOT NULL, error TEXT) STRICT;
  CREATE TABLE setting (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;
  CREATE TABLE checksum (
    path TEXT PRIMARY KEY, bytes INTEGER NOT NULL, modified REAL NOT NULL, md5 TEXT NOT NULL
  ) STRICT;`,
];

/** The one SQLite file of the sandbox: it survives a restart, and a kill. */
export class Database {
  readonly #db: DatabaseSync;
  readonly #statements = new Map<string, StatementSync>();

  constructor(dir: string) {
    mkdirSync(dir, { recursive: true });
    this.#db = new DatabaseSync(join(dir, 'webin.sqlite'));
    this.#db.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL;');
    this.transaction(() => this.#migrate());
  }

  run(sql: string, ...values: SQLInputValue[]): number {
    return Number(this.#statement(sql).run(...values).changes);
  }

  get(sql: string, ...values: SQLInputValue[]): Row | undefined {
    return this.#statement(sql).get(...values) as Row | undefined;
  }

  all(sql: string, ...values: SQLInputValue[]): Row[] {
    return this.#statement(sql).all(...values) as Row[];
  }

  /** All of it or nothing; inside another one it is part of that. */
  transaction<T>(work: () => T): T {
    if (this.#db.isTransaction) return work();
    this.#db.exec('BEGIN IMMEDIATE');
    try {
      const result = work();
      this.#db.exec('COMMIT');
      return result;
    } catch (error) {
      this.#db.exec('ROLLBACK');
      throw error;
    }
  }

  close(): void {
    this.#statements.clear();
    this.#db.close();
  }

  #statement(sql: string): StatementSync {
    const known = this.#statements.get(sql);
    if (known) return known;
    const statement = this.#db.prepare(sql);
    this.#statements.set(sql, statement);
    return statement;
  }

  #migrate(): void {
    const version = Number(this.#db.prepare('PRAGMA user_version').get()?.['user_version'] ?? 0);
    for (const step of STEPS.slice(version)) this.#db.exec(step);
    this.#db.exec(`PRAGMA user_version = ${STEPS.length}`);
  }
}
