/** The reports of Webin's report service that are read here, by their names in its addresses. */
export type ObjectReport = 'studies' | 'projects' | 'samples' | 'experiments' | 'runs' | 'analyses';
export type ProcessReport = 'run-process' | 'analysis-process';
export type FileReport = 'run-files' | 'analysis-files' | 'unsubmitted-files';
export type ReportKind = ObjectReport | ProcessReport | FileReport;

export interface ReportQuery {
  /** One object: its accession, or its alias. */
  readonly id?: string | undefined;
  /** `private`, `public`, `cancelled` …. */
  readonly status?: string | undefined;
  readonly maxResults?: number | undefined;
  readonly processStatus?: string | undefined;
  readonly archiveStatus?: string | undefined;
  readonly analysisType?: string | undefined;
}

/** An object of the account. What ENA does not say is null. */
export interface ObjectRow {
  readonly id: string;
  readonly alias: string | null;
  /** The other accession: SAMEA… of a sample, PRJEB… of a study. */
  readonly secondaryId: string | null;
  readonly title: string | null;
  /** In upper case: PRIVATE, PUBLIC …. */
  readonly status: string | null;
  readonly created: Date | null;
  readonly published: Date | null;
  readonly holdUntil: Date | null;
}

/** How far the processing of a run or an analysis has come after ENA accepted it. */
export interface ProcessRow {
  readonly id: string;
  /** In upper case, as ENA says it: QUEUED, COMPLETED, FAILED …. */
  readonly status: string | null;
  readonly error: string | null;
  readonly started: Date | null;
  readonly ended: Date | null;
  readonly analysisType: string | null;
  /** What came out of it: an assembly, its sequences. */
  readonly accessions: readonly ProcessedAccessions[];
}

/** `genome:GCA_…`, or a range as in `chromosomes:OZ189999-OZ190010`. */
export interface ProcessedAccessions {
  /** Empty when ENA names none. */
  readonly kind: string;
  readonly first: string;
  readonly last: string;
}

/** A file of the upload area, submitted or not. */
export interface FileRow {
  /** The run or analysis it belongs to; null as long as it is not submitted. */
  readonly id: string | null;
  readonly name: string;
  readonly format: string | null;
  readonly size: number | null;
  readonly md5: string | null;
  /** In upper case. */
  readonly archiveStatus: string | null;
  readonly created: Date | null;
}

export type ReportRow<K extends ReportKind> = K extends ProcessReport
  ? ProcessRow
  : K extends FileReport
    ? FileRow
    : ObjectRow;
