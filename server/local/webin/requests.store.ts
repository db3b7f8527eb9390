import type { Database } from './database.ts';

export interface RecordedRequest {
  readonly at: string;
  readonly endpoint: string;
  /** Of the body. */
  readonly sha256: string;
  /** Null when no answer was given. */
  readonly status: number | null;
  readonly fault: string | null;
}

/** What was sent to the services that take submissions. */
export class RequestsStore {
  readonly #db: Database;

  constructor(db: Database) {
    this.#db = db;
  }

  record({ at, endpoint, sha256, status, fault }: RecordedRequest): void {
    this.#db.run(
      'INSERT INTO request (at, endpoint, sha256, status, fault) VALUES (?, ?, ?, ?, ?)',
      at,
      endpoint,
      sha256,
      status,
      fault,
    );
  }

  list(): RecordedRequest[] {
    return this.#db.all(
      'SELECT at, endpoint, sha256, status, fault FROM request ORDER BY id',
    ) as unknown as RecordedRequest[];
  }
}
