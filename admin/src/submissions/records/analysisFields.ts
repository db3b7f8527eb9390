import { propertyOf } from '@contract/validation/vocabularies/analyses.contract.ts';

/** The fields that only an analysis has, as findings name them. */
export const isAnalysisField = (field: string): boolean =>
  ['analysis_type', 'samples', 'experiments', 'runs'].includes(field) ||
  // Experiments have a platform, too.
  (propertyOf(field) !== undefined && field !== 'platform');
