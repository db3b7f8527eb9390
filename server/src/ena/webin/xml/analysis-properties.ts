/**
 * What an analysis type takes beside files and references (SRA.analysis.xsd), in the order of the schema.
 * - `assembly`: the reference that was used: an INSDC accession, followed by its name after a space if it has one;
 *   a web address for one of your own; anything else is taken for a name.
 * - `sequence`: accession and, after a space, the label by which the files call it; anything else is a name.
 * - `field`: name and, after a colon, description of a column of your own.
 */
export interface AnalysisProperty {
  readonly name: string;
  readonly form: 'text' | 'boolean' | 'assembly' | 'sequence' | 'field';
  readonly isRequired?: true;
  readonly isMultiple?: true;
  /** The only values that the schema allows. */
  readonly values?: readonly string[];
}

const text = (name: string): AnalysisProperty => ({ name, form: 'text' });
const required = (name: string): AnalysisProperty => ({ name, form: 'text', isRequired: true });

const REFERENCE: readonly AnalysisProperty[] = [
  { name: 'ASSEMBLY', form: 'assembly' },
  { name: 'SEQUENCE', form: 'sequence', isMultiple: true },
];

/** The analysis types that Webin registers over REST, with their properties. */
export const ANALYSIS_PROPERTIES: Readonly<Record<string, readonly AnalysisProperty[]>> = {
  REFERENCE_ALIGNMENT: REFERENCE,
  SEQUENCE_VARIATION: [
    ...REFERENCE,
    {
      name: 'EXPERIMENT_TYPE',
      form: 'text',
      isMultiple: true,
      values: [
        'Whole genome sequencing',
        'Whole transcriptome sequencing',
        'Exome sequencing',
        'Genotyping by array',
        'transcriptomics',
        'Curation',
        'Genotyping by sequencing',
        'Target sequencing',
      ],
    },
    text('PROGRAM'),
    text('PLATFORM'),
    { name: 'IMPUTATION', form: 'boolean' },
  ],
  SEQUENCE_FLATFILE: [text('AUTHORS'), text('ADDRESS')],
  SEQUENCE_ANNOTATION: REFERENCE,
  REFERENCE_SEQUENCE: [],
  SAMPLE_PHENOTYPE: [],
  PROCESSED_READS: REFERENCE,
  GENOME_MAP: [
    required('PROGRAM'),
    { name: 'PLATFORM', form: 'text', isRequired: true, values: ['BioNano'] },
    text('DESCRIPTION'),
  ],
  AMR_ANTIBIOGRAM: [],
  PATHOGEN_ANALYSIS: [],
  COVID19_CONSENSUS: [],
  COVID19_FILTERED_VCF: [],
  PHYLOGENY_ANALYSIS: [],
  ASSEMBLY_GRAPH: [{ name: 'ASSEMBLY', form: 'assembly', isRequired: true, isMultiple: true }],
  TAXONOMIC_REFERENCE_SET: [
    required('NAME'),
    required('TAXONOMY_SYSTEM'),
    text('TAXONOMY_SYSTEM_VERSION'),
    { name: 'CUSTOM_FIELDS', form: 'field', isMultiple: true },
  ],
  ASSEMBLY_ANNOTATION: REFERENCE,
  SEQUENCE_CONSENSUS: [],
  FILTERED_VARIATION: [],
  TARGETED_SEQUENCE_SET: [],
  ENVIRONMENTAL_SEQUENCE_SET: [],
};

/** In the schema, but taken through Webin-CLI alone (ENA documentation): see `cli/manifest.ts`. */
export const CLI_ONLY_ANALYSIS_TYPES: ReadonlySet<string> = new Set([
  'SEQUENCE_ASSEMBLY',
  'TRANSCRIPTOME_ASSEMBLY',
]);
