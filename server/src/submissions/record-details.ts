import {
  analysisDetails,
  type AnalysisDetails,
  experimentDetails,
  type ExperimentDetails,
  runDetails,
  type RunDetails,
} from './record-details.contract.ts';

/**
 * The details of a record without errors: those of an approved revision.
 *
 * @throws ZodError when it is not: a draft may say anything
 */
export const detailsOf: {
  readonly experiment: (value: unknown) => ExperimentDetails;
  readonly run: (value: unknown) => RunDetails;
  readonly analysis: (value: unknown) => AnalysisDetails;
} = {
  experiment: (value) => experimentDetails.parse(value),
  run: (value) => runDetails.parse(value),
  analysis: (value) => analysisDetails.parse(value),
};

export type {
  AnalysisDetails,
  ExperimentDetails,
  ExperimentDraft,
  RecordDetails,
  Ref,
  RunDetails,
  RunDraft,
  RunFile,
} from './record-details.contract.ts';
