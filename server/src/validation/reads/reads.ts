// What the checks of experiments, runs and analyses are given. Everything is as it was written: the checks say what is wrong.

/** A record of the submission by its alias, or any record by its accession. */
export type RefInput = { alias: string } | { accession: string };

export type ExperimentInput = {
  alias: string;
  title: string;
  row: number | null;
  sheet: string | null;
  details: {
    study: RefInput | null;
    sample: RefInput | null;
    designDescription: string;
    library: {
      name: string;
      strategy: string;
      source: string;
      selection: string;
      layout: string;
      insertSize: number | string | null;
      constructionProtocol: string | null;
    };
    platform: string;
    instrumentModel: string;
  };
};

export type RunFileInput = { name: string; type: string; md5: string | null; readTypes: readonly string[] };

export type RunInput = {
  alias: string;
  title: string;
  row: number | null;
  sheet: string | null;
  /** Row of each file, where files have rows of their own. */
  fileRows: readonly number[];
  details: { experiment: RefInput | null; files: readonly RunFileInput[] };
};

export type AnalysisFileInput = { name: string; type: string; md5: string | null };

export type AnalysisInput = {
  alias: string;
  title: string;
  row: number | null;
  sheet: string | null;
  details: {
    type: string;
    study: RefInput | null;
    samples: readonly RefInput[];
    experiments: readonly RefInput[];
    runs: readonly RefInput[];
    /** By the names that ENA gives them. */
    properties: Readonly<Record<string, string | readonly string[]>>;
    description: string;
    files: readonly AnalysisFileInput[];
  };
};

/** A file that was uploaded: what it turned out to be. */
export type UploadedFile = { md5: string | null; isVerified: boolean };

/** What an accession that a table names belongs to. */
export type AccessionType = 'project' | 'sample' | 'experiment' | 'run' | 'analysis';

export type ReadsContext = {
  /** The submission's own project. */
  projectAlias: string;
  /** Aliases of the submission's samples. */
  samples: ReadonlySet<string>;
  /** SeqDB's accessions that the depositor may refer to, among those that are named. */
  accessions: ReadonlyMap<string, AccessionType>;
  /** Column letters by `experiment/<field>`, `run/<field>` and `analysis/<field>`. */
  columns: ReadonlyMap<string, string>;
  /** By name; undefined where uploads are not looked at. */
  files: ReadonlyMap<string, UploadedFile> | undefined;
};
