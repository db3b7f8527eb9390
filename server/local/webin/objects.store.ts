import type { Database, Row } from './database.ts';
import type { SandboxObjectType } from './object-types.ts';
import type { SandboxObject, SandboxStatus } from './receipt.ts';

/** A registered object. */
export interface StoredObject extends SandboxObject {
  readonly accession: string;
  readonly submission: string;
  /** The study it becomes public with; null for what has a hold date of its own. */
  readonly root: string | null;
  /** As it was submitted, without what comes from the document around it. */
  readonly document: string;
  /** ISO date-time in UTC. */
  readonly firstCreated: string;
}

export interface NewObject extends Omit<StoredObject, 'holdUntilDate'> {
  readonly holdUntilDate: string;
}

/** Everything that is registered. */
export class ObjectsStore {
  readonly #db: Database;

  constructor(db: Database) {
    this.#db = db;
  }

  add(object: NewObject): void {
    this.#db.run(
      `INSERT INTO object (accession, type, alias, title, external_accession, external_type, hold_until, submission,
         status, root, document, first_created) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
      object.accession,
      object.type,
      object.alias,
      object.title,
      object.external?.accession ?? null,
      object.external?.type ?? null,
      object.holdUntilDate,
      object.submission,
      object.status,
      object.root,
      object.document,
      object.firstCreated,
    );
    this.#db.run(
      'INSERT INTO registration (type, alias, accession) VALUES (?, ?, ?)',
      object.type,
      object.alias,
      object.accession,
    );
  }

  byAlias(type: SandboxObjectType, alias: string): StoredObject | null {
    const row = this.#db.get('SELECT * FROM object WHERE type = ? AND alias = ?', type, alias);
    return row ? objectOf(row) : null;
  }

  /** @param accession its own, or that of its other half: ERP… for a project, SAMEA… for a sample */
  byAccession(accession: string): StoredObject | null {
    const row =
      this.#db.get('SELECT * FROM object WHERE accession = ?', accession) ??
      this.#db.get('SELECT * FROM object WHERE external_accession = ?', accession);
    return row ? objectOf(row) : null;
  }

  /** In the order of registration; of one submission, or all. */
  list(submission: string | null = null): StoredObject[] {
    return submission === null
      ? this.#db.all('SELECT * FROM object ORDER BY rowid').map(objectOf)
      : this.#db.all('SELECT * FROM object WHERE submission = ? ORDER BY rowid', submission).map(objectOf);
  }

  /** Newest first. */
  ofType(
    type: SandboxObjectType,
    limit: number,
    status: SandboxStatus | null,
    before: string,
  ): StoredObject[] {
    return this.#db
      .all(
        `SELECT * FROM object WHERE type = ?1 AND (?2 IS NULL OR status = ?2) AND first_created <= ?3
         ORDER BY rowid DESC LIMIT ?4`,
        type,
        status,
        before,
        limit,
      )
      .map(objectOf);
  }

  replace(accession: string, title: string, document: string): void {
    this.#db.run('UPDATE object SET title = ?, document = ? WHERE accession = ?', title, document, accession);
  }

  setRoot(accession: string, root: string | null): void {
    this.#db.run('UPDATE object SET root = ? WHERE accession = ?', root, accession);
  }

  setStatus(accession: string, status: SandboxStatus): void {
    this.#db.run('UPDATE object SET status = ? WHERE accession = ?', status, accession);
  }

  setHold(accession: string, date: string): void {
    this.#db.run('UPDATE object SET hold_until = ? WHERE accession = ?', date, accession);
  }

  /** How often each alias was registered, which is once unless the sandbox is wrong. */
  timesRegistered(): Map<string, number> {
    const rows = this.#db.all('SELECT type, alias, count(*) AS times FROM registration GROUP BY type, alias');
    return new Map(rows.map((row) => [`${row['type']} ${row['alias']}`, Number(row['times'])]));
  }

  /** As the test service does every night: all is gone but the files and the numbers given out. */
  reset(): void {
    for (const table of ['processing', 'file', 'reference', 'registration', 'object', 'submission', 'queued'])
      this.#db.run(`DELETE FROM ${table}`);
  }
}

export function objectOf(row: Row): StoredObject {
  const { external_accession: external, external_type: externalType, root } = row;
  const type = row['type'] as SandboxObjectType;
  return {
    type,
    alias: String(row['alias']),
    accession: String(row['accession']),
    title: String(row['title']),
    external: external && externalType ? { accession: String(external), type: String(externalType) } : null,
    status: row['status'] as SandboxStatus,
    holdUntilDate:
      root === null && type !== 'experiment' && type !== 'run' ? String(row['hold_until']) : null,
    submission: String(row['submission']),
    root: root as string | null,
    document: String(row['document']),
    firstCreated: String(row['first_created']),
  };
}
