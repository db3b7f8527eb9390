import type { SheetNote } from '../validation/validation.contract.ts';

/** What is kept of an uploaded sheet beside its bytes: enough to name any cell again. */
export type SheetInfo = {
  name: string;
  sha256: string;
  bytes: number;
  encoding: string;
  /** False when the bytes did not prove it. */
  isEncodingCertain: boolean;
  /** Checklist that the sheet names, and its version. */
  checklist: string | null;
  checklistVersion: string | null;
  rows: number;
  headerRow: number;
  /** Rows that were left out because they begin with `#`. */
  commentRows: number[];
  columns: { letter: string; header: string; field: string; unit: string | null }[];
  uploadedAt: string;
  /** Of a workbook with several. */
  sheet?: string | null;
  notes?: SheetNote[];
};

/** What is kept of an uploaded table of reads, experiments, runs or analyses. */
export type ReadsTableInfo = {
  kind: 'reads' | 'experiments' | 'runs' | 'analyses';
  name: string;
  sha256: string;
  bytes: number;
  encoding: string;
  sheet: string | null;
  rows: number;
  headerRow: number;
  /** What each column gives, as `experiment/<field>`, `run/<field>` or `analysis/<field>`. */
  columns: { letter: string; header: string; places: string[] }[];
  notes: SheetNote[];
  uploadedAt: string;
};

/** The tables that the experiments, runs and analyses of a submission came from. */
export type ReadsInfo = {
  tables: ReadsTableInfo[];
  /** What the tables call the study that is the submission's own project. */
  studyAliases: string[];
};

/** Where the bytes of a sheet lie in the object store. */
export const sheetKey = (submissionId: string, sha256: string): string => `sheets/${submissionId}/${sha256}`;
