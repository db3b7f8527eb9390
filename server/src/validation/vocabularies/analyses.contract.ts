/**
 * What an analysis type takes beside files and references.
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

type Properties = Readonly<Record<string, readonly AnalysisProperty[]>>;

const text = (name: string): AnalysisProperty => ({ name, form: 'text' });
const required = (name: string): AnalysisProperty => ({ name, form: 'text', isRequired: true });

const reference: readonly AnalysisProperty[] = [
  { name: 'ASSEMBLY', form: 'assembly' },
  { name: 'SEQUENCE', form: 'sequence', isMultiple: true },
];

/** What was sequenced for a variation (SRA.analysis.xsd, EXPERIMENT_TYPE). */
export const experimentTypes: readonly string[] = [
  'Whole genome sequencing',
  'Whole transcriptome sequencing',
  'Exome sequencing',
  'Genotyping by array',
  'transcriptomics',
  'Curation',
  'Genotyping by sequencing',
  'Target sequencing',
];

/**
 * The analysis types that Webin registers over REST, with their properties in the order of the schema (SRA.analysis.xsd,
 * webin-xml of 2026-07-13).
 */
export const analysisProperties: Properties = {
  REFERENCE_ALIGNMENT: reference,
  SEQUENCE_VARIATION: [
    ...reference,
    { name: 'EXPERIMENT_TYPE', form: 'text', isMultiple: true, values: experimentTypes },
    text('PROGRAM'),
    text('PLATFORM'),
    { name: 'IMPUTATION', form: 'boolean' },
  ],
  SEQUENCE_FLATFILE: [text('AUTHORS'), text('ADDRESS')],
  SEQUENCE_ANNOTATION: reference,
  REFERENCE_SEQUENCE: [],
  SAMPLE_PHENOTYPE: [],
  PROCESSED_READS: reference,
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
  ASSEMBLY_ANNOTATION: reference,
  SEQUENCE_CONSENSUS: [],
  FILTERED_VARIATION: [],
  TARGETED_SEQUENCE_SET: [],
  ENVIRONMENTAL_SEQUENCE_SET: [],
};

const authorship: readonly AnalysisProperty[] = [
  { name: 'TPA', form: 'boolean' },
  text('AUTHORS'),
  text('ADDRESS'),
];

/** In the schema, but taken through Webin-CLI alone (ENA documentation), with what its manifest asks for. */
export const assemblyProperties: Properties = {
  SEQUENCE_ASSEMBLY: [
    required('NAME'),
    {
      name: 'TYPE',
      form: 'text',
      isRequired: true,
      values: [
        'clone or isolate',
        'primary metagenome',
        'binned metagenome',
        'Metagenome-Assembled Genome (MAG)',
        'Environmental Single-Cell Amplified Genome (SAG)',
        'COVID-19 outbreak',
        'clinical isolate assembly',
      ],
    },
    required('COVERAGE'),
    required('PROGRAM'),
    required('PLATFORM'),
    // In the schema; the manifest does not know it, so it is not sent.
    { name: 'PARTIAL', form: 'boolean' },
    text('MIN_GAP_LENGTH'),
    { name: 'MOL_TYPE', form: 'text', values: ['genomic DNA', 'genomic RNA', 'viral cRNA'] },
    ...authorship,
  ],
  TRANSCRIPTOME_ASSEMBLY: [
    required('NAME'),
    { name: 'TYPE', form: 'text', isRequired: true, values: ['isolate', 'metatranscriptome'] },
    required('PROGRAM'),
    required('PLATFORM'),
    ...authorship,
  ],
};

/** Every analysis type that can be deposited. */
export const analysisTypes: readonly string[] = [
  ...Object.keys(analysisProperties),
  ...Object.keys(assemblyProperties),
];

/** What a type takes; nothing for a type that is none. */
export const propertiesOf = (type: string): readonly AnalysisProperty[] =>
  [analysisProperties, assemblyProperties].flatMap((all) =>
    Object.hasOwn(all, type) ? (all[type] ?? []) : [],
  );

/** Names that mean something else in a table of analyses, or nothing without their type. */
const otherFields: ReadonlyMap<string, string> = new Map([
  ['DESCRIPTION', 'map_description'],
  ['TYPE', 'assembly_type'],
]);

/** What findings, changes and tables call a property: as ENA does, in small letters. */
export const propertyField = (name: string): string => otherFields.get(name) ?? name.toLowerCase();

const namesByField = new Map(
  analysisTypes.flatMap((type) => propertiesOf(type).map(({ name }) => [propertyField(name), name] as const)),
);

/** The fields of the properties of all types. */
export const propertyFields: readonly string[] = [...namesByField.keys()];

/** The property that a field is; undefined for another field. */
export const propertyOf = (field: string): string | undefined => namesByField.get(field);

/** The only values that a field may have, in the types of analysis that restrict it. */
export const valuesOfField = (field: string): readonly string[] => [
  ...new Set(
    analysisTypes
      .flatMap((type) => propertiesOf(type).filter(({ name }) => propertyField(name) === field))
      .flatMap(({ form, values }) => (form === 'boolean' ? ['true', 'false'] : (values ?? []))),
  ),
];

/** File types of an analysis in ENA's schema (SRA.analysis.xsd), and AGP, which goes with assemblies only. */
export const analysisFileTypes: readonly string[] = (
  'vcf|vcf_aggregate|bcf|bcf_aggregate|tabix|csi|bam|bai|cram|crai|fasta|fastq|flatfile|gff|gff3|gfa|bed|wig|tab|tsv|agp|' +
  'chromosome_list|unlocalised_list|sample_list|sample_tsv|tax_tsv|phenotype_file|' +
  'BioNano_native|Kallisto_native|readme_file|info|manifest|other'
).split('|');

/** Most files of one analysis that a table has columns for. */
export const mostAnalysisFiles = 20;
