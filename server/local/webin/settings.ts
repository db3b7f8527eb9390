import type { Database } from './database.ts';

/** How the sandbox behaves where ENA's behaviour takes its time or depends on the account. */
export interface Settings {
  /** How long a queued submission stays pending, in milliseconds. */
  readonly queueDelayMs: number;
  /** How long reports show nothing of what was accepted, in milliseconds. */
  readonly reportDelayMs: number;
  /** How long `run-process` and `analysis-process` answer `[]`, in milliseconds. */
  readonly processReportDelayMs: number;
  /** How long files are processed after that, in milliseconds. */
  readonly processingMs: number;
  /** The error with which the processing of what comes in now ends; null when all goes well. */
  readonly processingError: string | null;
  /** How long the submission service does not see a file that is in the upload area, in milliseconds. */
  readonly uploadLagMs: number;
  /** Added to the clock, in milliseconds: hold dates pass, receipts carry another day. */
  readonly clockOffsetMs: number;
  /** false: like production, without the message that it is all a test. */
  readonly isTestService: boolean;
  /** true: nothing is taken without a center name, as from a broker's account. */
  readonly isBroker: boolean;
  /** Fields a checklist has made mandatory since; under `*` those of every checklist. */
  readonly mandatoryFields: Readonly<Record<string, readonly string[]>>;
  /** Accessions of others' objects that are public at ENA and may be referred to. */
  readonly publicElsewhere: readonly string[];
}

export const DEFAULT_SETTINGS: Settings = {
  queueDelayMs: 800,
  reportDelayMs: 0,
  processReportDelayMs: 2000,
  processingMs: 5000,
  processingError: null,
  uploadLagMs: 0,
  clockOffsetMs: 0,
  isTestService: true,
  isBroker: false,
  mandatoryFields: {},
  publicElsewhere: [],
};

/** Settings that were changed by the control endpoint outlive a restart. */
export class KeptSettings {
  readonly #db: Database;
  readonly #given: Settings;

  constructor(db: Database, given: Settings) {
    this.#db = db;
    this.#given = given;
  }

  get now(): Date {
    return new Date(Date.now() + this.current.clockOffsetMs);
  }

  get current(): Settings {
    const rows = this.#db.all('SELECT name, value FROM setting');
    const kept = rows.map((row) => [String(row['name']), JSON.parse(String(row['value'])) as unknown]);
    return { ...this.#given, ...(Object.fromEntries(kept) as Partial<Settings>) };
  }

  /** @returns what is wrong with the change; null when it was taken */
  change(change: unknown): string | null {
    if (typeof change !== 'object' || change === null || Array.isArray(change))
      return 'Settings are an object.';
    for (const [name, value] of Object.entries(change)) {
      if (!Object.hasOwn(DEFAULT_SETTINGS, name))
        return `There is no setting "${name}", only ${Object.keys(DEFAULT_SETTINGS).join(', ')}.`;
      if (!isOfKind(value, name as keyof Settings)) return `The value of "${name}" is of the wrong kind.`;
    }
    for (const [name, value] of Object.entries(change))
      this.#db.run('INSERT OR REPLACE INTO setting VALUES (?, ?)', name, JSON.stringify(value));
    return null;
  }

  clear(): void {
    this.#db.run('DELETE FROM setting');
  }
}

function isOfKind(value: unknown, name: keyof Settings): boolean {
  if (name === 'processingError') return value === null || typeof value === 'string';
  if (name === 'mandatoryFields') {
    return (
      typeof value === 'object' &&
      value !== null &&
      !Array.isArray(value) &&
      Object.values(value).every(isTexts)
    );
  }
  if (name === 'publicElsewhere') return isTexts(value);
  const known = DEFAULT_SETTINGS[name];
  if (typeof known === 'number')
    return Number.isSafeInteger(value) && (name === 'clockOffsetMs' || Number(value) >= 0);
  return typeof value === typeof known;
}

function isTexts(value: unknown): boolean {
  return Array.isArray(value) && value.every((one) => typeof one === 'string');
}
