import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { SandboxObject, SandboxObjectType, SandboxReceipt } from './receipt.ts';

// Above every number that ENA has reached, so that nobody takes one of these for real; the forms are ENA's.
const PREFIXES = {
  project: 'PRJEB99',
  study: 'ERP99',
  sample: 'ERS99',
  biosample: 'SAMEA99',
  submission: 'ERA99',
} as const;

const SCHEMA = `
  CREATE TABLE IF NOT EXISTS counter (kind TEXT PRIMARY KEY, last INTEGER NOT NULL) STRICT;
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
  ) STRICT;
`;

export interface StoredSubmission {
  readonly accession: string;
  readonly alias: string;
  readonly receivedAt: string;
  readonly actions: readonly string[];
}

export interface QueuedDocument {
  readonly submissionId: string;
  readonly fileName: string;
  readonly document: Uint8Array;
  readonly receipt: SandboxReceipt | null;
}

export interface RecordedRequest {
  readonly at: string;
  readonly endpoint: string;
  /** Of the body. */
  readonly sha256: string;
  /** Null when no answer was given. */
  readonly status: number | null;
  readonly fault: string | null;
}

interface ObjectRow {
  type: SandboxObjectType;
  alias: string;
  accession: string;
  title: string;
  external_accession: string | null;
  external_type: string | null;
  hold_until: string;
}

/** Everything the sandbox knows, in one SQLite file: it survives a restart, and a kill. */
export class WebinStore {
  readonly #db: DatabaseSync;

  constructor(dir: string) {
    mkdirSync(dir, { recursive: true });
    this.#db = new DatabaseSync(join(dir, 'webin.sqlite'));
    this.#db.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL;');
    this.#db.exec(SCHEMA);
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

  nextAccession(kind: keyof typeof PREFIXES): string {
    const row = this.#db
      .prepare(
        `INSERT INTO counter (kind, last) VALUES (?, 1)
         ON CONFLICT (kind) DO UPDATE SET last = last + 1 RETURNING last`,
      )
      .get(kind) as { last: number };
    return `${PREFIXES[kind]}${String(row.last).padStart(7, '0')}`;
  }

  addSubmission({ accession, alias, receivedAt, actions }: StoredSubmission): void {
    this.#db
      .prepare('INSERT INTO submission (accession, alias, received_at, actions) VALUES (?, ?, ?, ?)')
      .run(accession, alias, receivedAt, JSON.stringify(actions));
  }

  addObject(object: SandboxObject & { accession: string; holdUntilDate: string }, submission: string): void {
    this.#db
      .prepare(
        `INSERT INTO object (accession, type, alias, title, external_accession, external_type, hold_until, submission)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
      )
      .run(
        object.accession,
        object.type,
        object.alias,
        object.title,
        object.external?.accession ?? null,
        object.external?.type ?? null,
        object.holdUntilDate,
        submission,
      );
  }

  accessionOf(type: SandboxObjectType, alias: string): string | null {
    const row = this.#db
      .prepare('SELECT accession FROM object WHERE type = ? AND alias = ?')
      .get(type, alias);
    return (row?.['accession'] as string | undefined) ?? null;
  }

  /** @param name its alias or its accession */
  submission(name: string): StoredSubmission | null {
    const row = this.#db.prepare('SELECT * FROM submission WHERE alias = ?1 OR accession = ?1').get(name) as
      { accession: string; alias: string; received_at: string; actions: string } | undefined;
    if (!row) return null;
    const { accession, alias, received_at: receivedAt } = row;
    return { accession, alias, receivedAt, actions: JSON.parse(row.actions) as string[] };
  }

  /** In the order of registration; of one submission, or all. */
  objects(submission: string | null = null): SandboxObject[] {
    const rows = this.#db
      .prepare('SELECT * FROM object WHERE ?1 IS NULL OR submission = ?1 ORDER BY rowid')
      .all(submission) as unknown as ObjectRow[];
    return rows.map(objectOf);
  }

  addQueued(submissionId: string, fileName: string, document: Uint8Array, readyAt: number): void {
    this.#db
      .prepare('INSERT INTO queued (submission_id, file_name, document, ready_at) VALUES (?, ?, ?, ?)')
      .run(submissionId, fileName, document, readyAt);
  }

  queued(submissionId: string): QueuedDocument | null {
    const row = this.#db.prepare('SELECT * FROM queued WHERE submission_id = ?').get(submissionId);
    return row ? queuedOf(row) : null;
  }

  /** What is to be processed by now, oldest first. */
  due(now: number): QueuedDocument[] {
    return this.#db
      .prepare('SELECT * FROM queued WHERE receipt IS NULL AND ready_at <= ? ORDER BY rowid')
      .all(now)
      .map(queuedOf);
  }

  /** When the next document is to be processed, in milliseconds; null when none waits. */
  nextReadyAt(): number | null {
    const row = this.#db.prepare('SELECT min(ready_at) AS at FROM queued WHERE receipt IS NULL').get();
    return (row?.['at'] as number | null | undefined) ?? null;
  }

  setQueuedReceipt(submissionId: string, receipt: SandboxReceipt): void {
    this.#db
      .prepare('UPDATE queued SET receipt = ? WHERE submission_id = ?')
      .run(JSON.stringify(receipt), submissionId);
  }

  recordRequest({ at, endpoint, sha256, status, fault }: RecordedRequest): void {
    this.#db
      .prepare('INSERT INTO request (at, endpoint, sha256, status, fault) VALUES (?, ?, ?, ?, ?)')
      .run(at, endpoint, sha256, status, fault);
  }

  requests(): RecordedRequest[] {
    const rows = this.#db
      .prepare('SELECT at, endpoint, sha256, status, fault FROM request ORDER BY id')
      .all();
    return rows as unknown as RecordedRequest[];
  }

  close(): void {
    this.#db.close();
  }
}

function objectOf(row: ObjectRow): SandboxObject {
  const { type, alias, accession, title, external_accession: external, external_type: externalType } = row;
  const isPublic = row.hold_until <= new Date().toISOString().slice(0, 10);
  return {
    type,
    alias,
    accession,
    title,
    external: external && externalType ? { accession: external, type: externalType } : null,
    status: isPublic ? 'PUBLIC' : 'PRIVATE',
    holdUntilDate: row.hold_until,
  };
}

function queuedOf(row: Record<string, unknown>): QueuedDocument {
  const receipt = row['receipt'] as string | null;
  return {
    submissionId: String(row['submission_id']),
    fileName: String(row['file_name']),
    document: row['document'] as Uint8Array,
    receipt: receipt === null ? null : (JSON.parse(receipt) as SandboxReceipt),
  };
}
