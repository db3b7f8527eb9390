/**
 * The terms of ENA's experiment schema (SRA.experiment.xsd, webin-xml of 2026-07-13), with what people write for them.
 * ENA compares them character by character.
 */
export type Terms = Readonly<Record<string, readonly string[]>>;

const plain = (text: string): Terms => Object.fromEntries(text.split('|').map((term) => [term, []]));

/** How the material was sequenced. */
export const libraryStrategies: Terms = {
  ...plain(
    'WGS|WGA|WXS|RNA-Seq|ssRNA-seq|snRNA-seq|miRNA-Seq|ncRNA-Seq|FL-cDNA|EST|Hi-C|ATAC-seq|WCS|RAD-Seq|CLONE|POOLCLONE|AMPLICON|CLONEEND',
  ),
  ...plain(
    'FINISHING|ChIP-Seq|MNase-Seq|DNase-Hypersensitivity|Bisulfite-Seq|CTS|MRE-Seq|MeDIP-Seq|MBD-Seq|Tn-Seq|VALIDATION|FAIRE-seq|SELEX',
  ),
  ...plain(
    'RIP-Seq|ChIA-PET|Synthetic-Long-Read|Targeted-Capture|Tethered Chromatin Conformation Capture|NOMe-Seq|ChM-Seq|GBS|Ribo-Seq|OTHER',
  ),
  WGS: ['whole genome sequencing', 'whole genome', 'whole genome shotgun'],
  WGA: ['whole genome amplification'],
  WXS: ['exome', 'exome sequencing', 'whole exome sequencing', 'WES'],
  'RNA-Seq': ['RNAseq', 'transcriptome sequencing', 'mRNA-Seq'],
  'ATAC-seq': ['ATACseq'],
  'ChIP-Seq': ['ChIPseq'],
  'Hi-C': ['HiC'],
  'RAD-Seq': ['RADseq', 'ddRAD', 'ddRAD-Seq'],
  AMPLICON: ['amplicon sequencing', '16S', 'metabarcoding'],
  'Bisulfite-Seq': ['WGBS', 'BS-Seq', 'bisulfite sequencing'],
  GBS: ['genotyping by sequencing'],
};

/** What the material is. */
export const librarySources: Terms = {
  ...plain('METATRANSCRIPTOMIC|SYNTHETIC|OTHER'),
  GENOMIC: ['genome', 'DNA', 'genomic DNA'],
  'GENOMIC SINGLE CELL': ['single cell genomic'],
  TRANSCRIPTOMIC: ['transcriptome', 'RNA'],
  'TRANSCRIPTOMIC SINGLE CELL': ['single cell transcriptomic'],
  METAGENOMIC: ['metagenome'],
  'VIRAL RNA': ['viral'],
};

/** How the material was selected. */
export const librarySelections: Terms = {
  ...plain(
    'RANDOM|PCR|RANDOM PCR|RT-PCR|HMPR|MF|repeat fractionation|size fractionation|MSLL|cDNA|cDNA_randomPriming|cDNA_oligo_dT|PolyA|Oligo-dT',
  ),
  ...plain(
    'Inverse rRNA|Inverse rRNA selection|ChIP|ChIP-Seq|MNase|DNase|Hybrid Selection|Reduced Representation|Restriction Digest|CAGE|RACE|MDA',
  ),
  ...plain(
    '5-methylcytidine antibody|MBD2 protein methyl-CpG binding domain|padlock probes capture method|other|unspecified',
  ),
  'Inverse rRNA': ['rRNA depletion', 'ribo-depletion'],
  MDA: ['multiple displacement amplification'],
  'Hybrid Selection': ['hybrid capture'],
  unspecified: ['none', 'not specified'],
};

export const libraryLayouts: Terms = {
  SINGLE: ['single end', 'single-end', 'SE'],
  PAIRED: ['paired end', 'paired-end', 'PE'],
};
