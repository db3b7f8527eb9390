import type { Database } from './database.ts';

/**
 * Makes public what is held no longer. Experiments, runs and analyses become public with their study, and so do the
 * samples they refer to.
 */
export class Publicity {
  readonly #db: Database;

  constructor(db: Database) {
    this.#db = db;
  }

  /** @param today `YYYY-MM-DD` */
  publishDue(today: string): void {
    const isChanged = this.#db.run(
      `UPDATE object SET status = 'PUBLIC' WHERE status = 'PRIVATE' AND root IS NULL AND hold_until <= ?`,
      today,
    );
    if (isChanged) this.spread();
  }

  spread(): void {
    this.#db.run(
      `UPDATE object SET status = 'PUBLIC' WHERE status = 'PRIVATE'
       AND root IN (SELECT accession FROM object WHERE status = 'PUBLIC' AND type IN ('project', 'study'))`,
    );
    this.#db.run(
      `UPDATE object SET status = 'PUBLIC' WHERE status = 'PRIVATE' AND type = 'sample' AND accession IN (
         SELECT target FROM reference JOIN object AS source ON source.accession = reference.source
         WHERE source.status = 'PUBLIC' AND source.type IN ('experiment', 'analysis'))`,
    );
  }
}
