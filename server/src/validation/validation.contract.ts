import { z } from 'zod';

/**
 * - `error`: ENA would refuse it, or it cannot be true (31 February, a latitude of 95): it blocks.
 * - `warning`: ENA would take it, but it is probably not what was meant, or cannot be mended later.
 * - `info`: nothing is wrong; good to know.
 */
export const severity = z.enum(['error', 'warning', 'info']);
export type Severity = z.infer<typeof severity>;

/** One result of validation: about one cell, one record, or (`submission`) the sheet or the submission as a whole. */
export const finding = z.object({
  severity,
  /** Rule code, e.g. `field.required`. */
  rule: z.string(),
  recordType: z.enum(['submission', 'project', 'sample', 'experiment', 'run', 'analysis']),
  /** Which of the given records, from 0; null for what is not about one record. */
  position: z.int().nullable(),
  alias: z.string().nullable(),
  field: z.string().nullable(),
  /** Sheet row and column as a spreadsheet shows them. */
  row: z.int().nullable(),
  column: z.string().nullable(),
  /** Sheet of a workbook that has several; left out elsewhere. */
  sheet: z.string().nullable().optional(),
  value: z.string().nullable(),
  message: z.string(),
  /** A value to put in place of the one found; null where a person has to decide. */
  suggestion: z.string().nullable(),
});
export type Finding = z.infer<typeof finding>;

/** The study to be registered as a project. */
export type ProjectInput = {
  alias: string;
  title: string;
  description: string;
  /** `YYYY-MM-DD`, or null for none. */
  holdDate: string | null;
};

export type AttributeInput = { field: string; value: string; unit?: string | null };

/** One sample as it was deposited. Nothing is trimmed or converted. */
export type SampleInput = {
  type: 'sample';
  alias: string;
  title: string;
  description: string;
  /** As written: the validation decides whether it is a taxon id. */
  taxonId: string;
  scientificName: string;
  attributes: readonly AttributeInput[];
  /** Sheet row; null for a record without one. */
  row: number | null;
};

/** The sheet the records came from: where their fields stand, and in which encoding it was read. */
export type SheetContext = {
  headerRow: number;
  /** Field and column letters; the fields of a sample itself are `sample_alias`, `tax_id` and so on. */
  columns: readonly { field: string; letter: string }[];
  encoding?: { name: string; certain: boolean };
  /** Rows that were left out because they begin with `#`. */
  commentRows?: readonly number[];
  /** What there is to say about the sheet itself, beyond its values. */
  notes?: readonly SheetNote[];
};

/** Said once of a sheet: a column that was left out, and why. */
export type SheetNote = {
  severity: Severity;
  rule: string;
  message: string;
  field: string | null;
  row: number | null;
  column: string | null;
  sheet: string | null;
};

export type ValidationContext = {
  project: ProjectInput;
  /** The checklist the sheet or the depositor names. */
  checklist: { accession: string; version?: string };
  sheet?: SheetContext;
  /** `YYYY-MM-DD` in UTC. */
  today: string;
};

export type ValidationInput = ValidationContext & { records: Iterable<SampleInput> };
