/**
 * What a column holds: one of the sample's own fields, an attribute, or an instruction to another tool, which is no
 * part of the sample.
 */
export type ColumnRole =
  'tax_id' | 'scientific_name' | 'alias' | 'title' | 'description' | 'attribute' | 'instruction';

export type SheetColumn = {
  /** From 0, counted in the sheet: columns without a header leave gaps. */
  index: number;
  /** As a spreadsheet shows it: `A` … `ZZ`. */
  letter: string;
  /** As written in the header row, blanks around it removed. */
  header: string;
  role: ColumnRole;
  /** Name used in findings: `tax_id`, `scientific_name`, `sample_alias`, `sample_title`, `sample_description`, or the header of an attribute. */
  field: string;
  /** From the `#units` row; left out where the sheet gives none. */
  unit?: string;
};

export type SheetRow = {
  /** As a spreadsheet numbers it, from 1: a cell with line breaks is still one row. */
  row: number;
  /** By column index; cells at the end of a row may be missing. Exactly as written: validation judges blanks. */
  cells: readonly string[];
};

export type SheetEncoding = {
  name: 'utf-8' | 'utf-16le' | 'utf-16be' | 'windows-1252' | 'macintosh';
  /** False when the bytes carry no proof: the text was read in the encoding that gives the likelier letters. */
  certain: boolean;
};

/** A cell whose text depends on the encoding that was chosen. */
export type DoubtfulCell = { row: number; column: string; value: string };

/** A sample sheet whose layout was found sound. Values are not judged here. */
export type Sheet = {
  /** From the `Checklist` row; left out where the sheet names none. */
  checklist?: { accession: string; version?: string };
  encoding: SheetEncoding;
  headerRow: number;
  unitsRow: number | null;
  columns: readonly SheetColumn[];
  /** Rows with samples. */
  rowCount: number;
  /** Rows that begin with `#` and are no part of the format: they were left out. */
  commentRows: readonly number[];
  /** Empty when the encoding is certain; the first 1,000 otherwise. */
  doubtfulCells: readonly DoubtfulCell[];
  /** Reads the rows off the file's bytes, anew each time it is iterated: never all of them in memory at once. */
  rows: Iterable<SheetRow>;
};
