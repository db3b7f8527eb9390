import type { Database, Row } from './database.ts';

export interface StoredFile {
  readonly accession: string;
  /** Its path in the upload area. */
  readonly name: string;
  readonly type: string;
  readonly md5: string;
  readonly bytes: number | null;
}

/** The files of runs and analyses. */
export class FilesStore {
  readonly #db: Database;

  constructor(db: Database) {
    this.#db = db;
  }

  set(accession: string, files: readonly Omit<StoredFile, 'accession'>[]): void {
    this.#db.run('DELETE FROM file WHERE accession = ?', accession);
    for (const { name, type, md5, bytes } of files) {
      this.#db.run(
        'INSERT INTO file (accession, name, type, md5, bytes) VALUES (?, ?, ?, ?, ?)',
        accession,
        name,
        type,
        md5,
        bytes,
      );
    }
  }

  of(accession: string): StoredFile[] {
    return this.#db.all('SELECT * FROM file WHERE accession = ? ORDER BY rowid', accession).map(fileOf);
  }

  isSubmitted(name: string): boolean {
    return this.#db.get('SELECT 1 FROM file WHERE name = ?', name) !== undefined;
  }

  /** @returns the MD5 known of a file in this very state */
  checksum(path: string, bytes: number, modified: number): string | null {
    const row = this.#db.get(
      'SELECT md5 FROM checksum WHERE path = ? AND bytes = ? AND modified = ?',
      path,
      bytes,
      modified,
    );
    return (row?.['md5'] as string | undefined) ?? null;
  }

  setChecksum(path: string, bytes: number, modified: number, md5: string): void {
    this.#db.run(
      'INSERT OR REPLACE INTO checksum (path, bytes, modified, md5) VALUES (?, ?, ?, ?)',
      path,
      bytes,
      modified,
      md5,
    );
  }
}

function fileOf(row: Row): StoredFile {
  const { bytes } = row;
  const text = (name: string) => String(row[name]);
  return {
    accession: text('accession'),
    name: text('name'),
    type: text('type'),
    md5: text('md5'),
    bytes: bytes === null ? null : Number(bytes),
  };
}
