import type { Database, Row } from './database.ts';
import type { SandboxReceipt } from './receipt.ts';

export interface QueuedDocument {
  readonly submissionId: string;
  readonly fileName: string;
  readonly document: Uint8Array;
  readonly receipt: SandboxReceipt | null;
}

/** The documents that were handed to the queue of Webin v2. */
export class QueueStore {
  readonly #db: Database;

  constructor(db: Database) {
    this.#db = db;
  }

  add(submissionId: string, fileName: string, document: Uint8Array, readyAt: number): void {
    this.#db.run(
      'INSERT INTO queued (submission_id, file_name, document, ready_at) VALUES (?, ?, ?, ?)',
      submissionId,
      fileName,
      document,
      readyAt,
    );
  }

  find(submissionId: string): QueuedDocument | null {
    const row = this.#db.get('SELECT * FROM queued WHERE submission_id = ?', submissionId);
    return row ? queuedOf(row) : null;
  }

  /** What is to be processed by now, oldest first. */
  due(now: number): QueuedDocument[] {
    return this.#db
      .all('SELECT * FROM queued WHERE receipt IS NULL AND ready_at <= ? ORDER BY rowid', now)
      .map(queuedOf);
  }

  /** When the next document is to be processed, in milliseconds; null when none waits. */
  nextReadyAt(): number | null {
    const row = this.#db.get('SELECT min(ready_at) AS at FROM queued WHERE receipt IS NULL');
    return (row?.['at'] as number | null | undefined) ?? null;
  }

  setReceipt(submissionId: string, receipt: SandboxReceipt): void {
    this.#db.run(
      'UPDATE queued SET receipt = ? WHERE submission_id = ?',
      JSON.stringify(receipt),
      submissionId,
    );
  }
}

function queuedOf(row: Row): QueuedDocument {
  const receipt = row['receipt'] as string | null;
  return {
    submissionId: String(row['submission_id']),
    fileName: String(row['file_name']),
    document: row['document'] as Uint8Array,
    receipt: receipt === null ? null : (JSON.parse(receipt) as SandboxReceipt),
  };
}
