import type { Database } from './database.ts';
import type { StoredObject } from './objects.store.ts';
import { objectOf } from './objects.store.ts';
import type { SandboxObjectType } from './object-types.ts';

export interface StoredReference {
  readonly target: string;
  /** The element that refers: STUDY_REF, SAMPLE_DESCRIPTOR, CHILD_PROJECT … */
  readonly kind: string;
}

/** Which registered object refers to which. */
export class ReferencesStore {
  readonly #db: Database;

  constructor(db: Database) {
    this.#db = db;
  }

  set(source: string, references: readonly StoredReference[]): void {
    this.#db.run('DELETE FROM reference WHERE source = ?', source);
    for (const { target, kind } of references)
      this.#db.run('INSERT INTO reference (source, target, kind) VALUES (?, ?, ?)', source, target, kind);
  }

  of(source: string): StoredReference[] {
    return this.#db.all(
      'SELECT target, kind FROM reference WHERE source = ? ORDER BY rowid',
      source,
    ) as unknown as StoredReference[];
  }

  /** The objects of a type that refer to this one. */
  to(target: string, type: SandboxObjectType): StoredObject[] {
    return this.#db
      .all(
        `SELECT DISTINCT object.* FROM reference JOIN object ON object.accession = reference.source
         WHERE reference.target = ? AND object.type = ? ORDER BY object.rowid`,
        target,
        type,
      )
      .map(objectOf);
  }
}
