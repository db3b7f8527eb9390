/** The kinds of record that Webin registers over REST, in the order in which they may refer to each other. */
export const WEBIN_OBJECT_TYPES = ['project', 'study', 'sample', 'experiment', 'run', 'analysis'] as const;

export type WebinObjectType = (typeof WEBIN_OBJECT_TYPES)[number];

/** As Webin's paths and JSON call several of them. */
export const PLURALS: Readonly<Record<WebinObjectType, string>> = {
  project: 'projects',
  study: 'studies',
  sample: 'samples',
  experiment: 'experiments',
  run: 'runs',
  analysis: 'analyses',
};

/** An identifier that ENA gives beside its own: BioSamples for a sample, the study for a project and the reverse. */
export interface ExternalAccession {
  /** In lower case, since Webin writes `biosample` and `study` but `Project`. */
  readonly type: string;
  readonly accession: string;
}

/** An object as ENA holds it. */
export interface ReadObject {
  readonly type: WebinObjectType;
  readonly alias: string | null;
  readonly accession: string | null;
  readonly centerName: string | null;
  /** The XML, to be kept or compared. */
  readonly bytes: Uint8Array;
}
