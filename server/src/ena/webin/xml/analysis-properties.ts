import {
  analysisProperties,
  type AnalysisProperty as Property,
  assemblyProperties,
} from '../../../validation/vocabularies/analyses.contract.ts';

export type AnalysisProperty = Property;

/** The analysis types that Webin registers over REST, with their properties in the order of the schema. */
export const ANALYSIS_PROPERTIES: Readonly<Record<string, readonly AnalysisProperty[]>> = analysisProperties;

/** In the schema, but taken through Webin-CLI alone (ENA documentation): see `cli/manifest.ts`. */
export const CLI_ONLY_ANALYSIS_TYPES: ReadonlySet<string> = new Set(Object.keys(assemblyProperties));
