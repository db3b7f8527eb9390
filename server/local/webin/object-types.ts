/** What the sandbox registers, in the order in which objects may refer to each other. */
export const OBJECT_TYPES = ['project', 'study', 'sample', 'experiment', 'run', 'analysis'] as const;
export type SandboxObjectType = (typeof OBJECT_TYPES)[number];

/** The names of lists in Webin's JSON, in the paths of the read-back and of the reports. */
export const PLURALS: Readonly<Record<SandboxObjectType, string>> = {
  project: 'projects',
  study: 'studies',
  sample: 'samples',
  experiment: 'experiments',
  run: 'runs',
  analysis: 'analyses',
};

/** The type of a plural name. */
export function typeOfPlural(plural: string): SandboxObjectType | undefined {
  return OBJECT_TYPES.find((type) => PLURALS[type] === plural);
}

/** Projects and studies are one thing under two accessions: a reference to a study finds both. */
export const STUDIES: readonly SandboxObjectType[] = ['project', 'study'];
