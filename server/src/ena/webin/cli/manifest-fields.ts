/** A field of a manifest of Webin-CLI. */
export interface ManifestField {
  readonly name: string;
  readonly isRequired?: true;
  /** Several values, written with commas. */
  readonly isList?: true;
  readonly values?: readonly string[];
  readonly pattern?: RegExp;
  /** What the pattern stands for, as in "is not …". */
  readonly expects?: string;
}

/** Files that go together: all the required ones, any of the optional ones. */
export interface ManifestFileGroup {
  readonly required: readonly string[];
  readonly optional: readonly string[];
}

const required = (name: string): ManifestField => ({ name, isRequired: true });
const optional = (name: string): ManifestField => ({ name });
const list = (name: string): ManifestField => ({ name, isList: true });

const NAME = {
  pattern: /^[A-Za-z0-9][A-Za-z0-9 _#\-.]{0,49}$/,
  expects: 'a name of up to 50 letters, digits and _#-.',
};
const TPA: ManifestField = { name: 'TPA', values: ['true', 'false'] };
const PLATFORM: ManifestField = { name: 'PLATFORM', isRequired: true, isList: true };
const REFERENCES = [list('RUN_REF'), list('ANALYSIS_REF')];
const AUTHORSHIP = [list('AUTHORS'), optional('ADDRESS')];

/** The fields of each context, in the order of ENA's documentation (webin-cli, the manifest readers of 2023). */
export const MANIFEST_FIELDS: Readonly<
  Record<'genome' | 'transcriptome' | 'sequence', readonly ManifestField[]>
> = {
  genome: [
    required('STUDY'),
    required('SAMPLE'),
    { name: 'ASSEMBLYNAME', isRequired: true, ...NAME },
    {
      name: 'ASSEMBLY_TYPE',
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
    {
      name: 'COVERAGE',
      isRequired: true,
      pattern: /^(?=.*[1-9])\d+(?:\.\d+)?$/,
      expects: 'a positive number',
    },
    required('PROGRAM'),
    PLATFORM,
    { name: 'MINGAPLENGTH', pattern: /^[1-9]\d{0,8}$/, expects: 'a positive whole number' },
    { name: 'MOLECULETYPE', values: ['genomic DNA', 'genomic RNA', 'viral cRNA'] },
    optional('DESCRIPTION'),
    ...REFERENCES,
    TPA,
    ...AUTHORSHIP,
  ],
  transcriptome: [
    required('STUDY'),
    required('SAMPLE'),
    { name: 'ASSEMBLYNAME', isRequired: true, ...NAME },
    { name: 'ASSEMBLY_TYPE', isRequired: true, values: ['isolate', 'metatranscriptome'] },
    required('PROGRAM'),
    PLATFORM,
    optional('DESCRIPTION'),
    ...REFERENCES,
    TPA,
    ...AUTHORSHIP,
  ],
  sequence: [
    required('STUDY'),
    { name: 'NAME', isRequired: true, ...NAME },
    optional('DESCRIPTION'),
    ...REFERENCES,
    ...AUTHORSHIP,
  ],
};

const LISTS = ['UNLOCALISED_LIST', 'AGP'];

/** The sets of files that Webin-CLI takes for each context (webin-cli, the file groups of the manifest readers). */
export const MANIFEST_FILES: Readonly<
  Record<'genome' | 'transcriptome' | 'sequence', readonly ManifestFileGroup[]>
> = {
  genome: [
    { required: ['FASTA'], optional: ['AGP', 'FLATFILE'] },
    { required: ['FASTA', 'CHROMOSOME_LIST'], optional: [...LISTS, 'FLATFILE'] },
    { required: ['FLATFILE'], optional: ['AGP'] },
    { required: ['FLATFILE', 'CHROMOSOME_LIST'], optional: LISTS },
  ],
  transcriptome: [
    { required: ['FASTA'], optional: [] },
    { required: ['FLATFILE'], optional: [] },
  ],
  sequence: [
    { required: ['TAB'], optional: [] },
    { required: ['FLATFILE'], optional: [] },
  ],
};
