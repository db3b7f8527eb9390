/** Lengths of TITLE and DESCRIPTION in ENA.project.xsd, which ENA's service enforces. In characters, without blanks around. */
export const projectLengths = { title: { min: 20, max: 250 }, description: { min: 20, max: 4000 } } as const;

/** Characters are counted as XML Schema counts them: a letter outside the basic plane is one. */
export const characters = (value: string): number => [...value].length;
