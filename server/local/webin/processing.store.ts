import type { Database } from './database.ts';

export interface StoredProcessing {
  /** Acceptance, as ISO date-time in UTC. */
  readonly since: string;
  /** What it ends with; null when it ends well. */
  readonly error: string | null;
}

/** What becomes of the files of runs and analyses after they were accepted. */
export class ProcessingStore {
  readonly #db: Database;

  constructor(db: Database) {
    this.#db = db;
  }

  start(accession: string, since: string, error: string | null): void {
    this.#db.run(
      'INSERT OR REPLACE INTO processing (accession, since, error) VALUES (?, ?, ?)',
      accession,
      since,
      error,
    );
  }

  /** @returns whether there is such a run or analysis */
  setError(accession: string, error: string | null): boolean {
    return this.#db.run('UPDATE processing SET error = ? WHERE accession = ?', error, accession) > 0;
  }

  find(accession: string): StoredProcessing | null {
    const row = this.#db.get('SELECT since, error FROM processing WHERE accession = ?', accession);
    return (row as unknown as StoredProcessing | undefined) ?? null;
  }
}
