/** File types of a run in ENA's schema (SRA.run.xsd, webin-xml of 2026-07-13); their case varies. */
export const runFileTypes: readonly string[] = [
  'fastq',
  'bam',
  'cram',
  'fasta',
  'sff',
  'srf',
  'sra',
  'tab',
  '454_native',
  '454_native_seq',
  '454_native_qual',
  'Helicos_native',
  ...['', '_seq', '_prb', '_int', '_qseq', '_scarf'].map((part) => `Illumina_native${part}`),
  ...['', '_csfasta', '_qual'].map((part) => `SOLiD_native${part}`),
  'PacBio_HDF5',
  'CompleteGenomics_native',
  'OxfordNanopore_native',
];

/** What the reads in a FASTQ file are (SRA.run.xsd, READ_TYPE). */
export const readTypes: readonly string[] = [
  'single',
  'paired',
  ...['cell', 'umi', 'feature', 'sample', 'spatial'].map((what) => `${what}_barcode`),
];
