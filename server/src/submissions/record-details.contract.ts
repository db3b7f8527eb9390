import { z } from 'zod';

/** A record of this submission by its alias, or any record by its accession: SeqDB's or ENA's. */
export const ref = z.union([
  z.strictObject({ alias: z.string().min(1) }),
  z.strictObject({ accession: z.string().min(1) }),
]);
export type Ref = z.infer<typeof ref>;

const library = z.strictObject({
  name: z.string(),
  strategy: z.string(),
  source: z.string(),
  selection: z.string(),
  layout: z.enum(['SINGLE', 'PAIRED']),
  /** In bases; of paired reads. */
  insertSize: z.number().nullable(),
  constructionProtocol: z.string().nullable(),
});

/** What an experiment says beyond its alias and title, in a state that ENA would take. */
export const experimentDetails = z.strictObject({
  /** Null: the submission's own project. */
  study: ref.nullable(),
  sample: ref,
  designDescription: z.string(),
  library,
  platform: z.string(),
  instrumentModel: z.string(),
});
export type ExperimentDetails = z.infer<typeof experimentDetails>;

const runFile = z.strictObject({
  name: z.string(),
  type: z.string(),
  md5: z.string().nullable(),
  readTypes: z.array(z.string()),
});
export type RunFile = z.infer<typeof runFile>;

export const runDetails = z.strictObject({ experiment: ref, files: z.array(runFile) });
export type RunDetails = z.infer<typeof runDetails>;

/** What an analysis says; `properties` is what its type takes: EXPERIMENT_TYPE, NAME and so on. */
export const analysisDetails = z.strictObject({
  type: z.string(),
  study: ref.nullable(),
  samples: z.array(ref),
  experiments: z.array(ref),
  runs: z.array(ref),
  properties: z.record(z.string(), z.union([z.string(), z.array(z.string())])),
  description: z.string(),
  files: z.array(z.strictObject({ name: z.string(), type: z.string(), md5: z.string().nullable() })),
});
export type AnalysisDetails = z.infer<typeof analysisDetails>;

/** An experiment as it was written: nothing is dropped because it is wrong, findings say what is. */
export const experimentDraft = experimentDetails.extend({
  sample: ref.nullable(),
  library: library.extend({
    layout: z.string(),
    insertSize: z.union([z.number(), z.string()]).nullable(),
  }),
});
export type ExperimentDraft = z.infer<typeof experimentDraft>;

/** A run as it was written. */
export const runDraft = runDetails.extend({ experiment: ref.nullable() });
export type RunDraft = z.infer<typeof runDraft>;

/** The details of a record of any type; null for samples. */
export const recordDetails = z.union([experimentDraft, runDraft, analysisDetails]);
export type RecordDetails = z.infer<typeof recordDetails>;
