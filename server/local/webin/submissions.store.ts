import type { Database } from './database.ts';

export interface StoredSubmission {
  readonly accession: string;
  readonly alias: string;
  readonly receivedAt: string;
  readonly actions: readonly string[];
}

/** The submissions that registered something. */
export class SubmissionsStore {
  readonly #db: Database;

  constructor(db: Database) {
    this.#db = db;
  }

  add({ accession, alias, receivedAt, actions }: StoredSubmission): void {
    this.#db.run(
      'INSERT INTO submission (accession, alias, received_at, actions) VALUES (?, ?, ?, ?)',
      accession,
      alias,
      receivedAt,
      JSON.stringify(actions),
    );
  }

  /** @param name its alias or its accession */
  find(name: string): StoredSubmission | null {
    const row = this.#db.get('SELECT * FROM submission WHERE alias = ?1 OR accession = ?1', name);
    if (!row) return null;
    return {
      accession: String(row['accession']),
      alias: String(row['alias']),
      receivedAt: String(row['received_at']),
      actions: JSON.parse(String(row['actions'])) as string[],
    };
  }
}
