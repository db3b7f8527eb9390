import type { Database } from './database.ts';

// Above every number that ENA has reached, so that nobody takes one of these for real; the forms are ENA's.
const PREFIXES = {
  project: 'PRJEB99',
  study: 'ERP99',
  sample: 'ERS99',
  biosample: 'SAMEA99',
  experiment: 'ERX99',
  run: 'ERR99',
  analysis: 'ERZ99',
  submission: 'ERA99',
} as const;

/** Accessions that nobody can take for ENA's own. None is given twice, even after the daily reset. */
export class AccessionsStore {
  readonly #db: Database;

  constructor(db: Database) {
    this.#db = db;
  }

  next(kind: keyof typeof PREFIXES): string {
    const row = this.#db.get(
      `INSERT INTO counter (kind, last) VALUES (?, 1)
       ON CONFLICT (kind) DO UPDATE SET last = last + 1 RETURNING last`,
      kind,
    );
    return `${PREFIXES[kind]}${String(row?.['last']).padStart(7, '0')}`;
  }
}
