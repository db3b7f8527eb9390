// The vocabularies of ENA's schemas (webin-xml of July 2026) for what the sandbox takes: case counts everywhere.

const listed = (values: string): readonly string[] => values.split('|');

export const LIBRARY_STRATEGIES = listed(
  'WGS|WGA|WXS|RNA-Seq|ssRNA-seq|snRNA-seq|miRNA-Seq|ncRNA-Seq|FL-cDNA|EST|Hi-C|ATAC-seq|WCS|RAD-Seq|' +
    'CLONE|POOLCLONE|AMPLICON|CLONEEND|FINISHING|ChIP-Seq|MNase-Seq|DNase-Hypersensitivity|' +
    'Bisulfite-Seq|CTS|MRE-Seq|MeDIP-Seq|MBD-Seq|Tn-Seq|VALIDATION|FAIRE-seq|SELEX|RIP-Seq|ChIA-PET|' +
    'Synthetic-Long-Read|Targeted-Capture|Tethered Chromatin Conformation Capture|NOMe-Seq|ChM-Seq|GBS|' +
    'Ribo-Seq|OTHER',
);
export const LIBRARY_SOURCES = listed(
  'GENOMIC|GENOMIC SINGLE CELL|TRANSCRIPTOMIC|TRANSCRIPTOMIC SINGLE CELL|METAGENOMIC|' +
    'METATRANSCRIPTOMIC|SYNTHETIC|VIRAL RNA|OTHER',
);
export const LIBRARY_SELECTIONS = listed(
  'RANDOM|PCR|RANDOM PCR|RT-PCR|HMPR|MF|repeat fractionation|size fractionation|MSLL|cDNA|' +
    'cDNA_randomPriming|cDNA_oligo_dT|PolyA|Oligo-dT|Inverse rRNA|Inverse rRNA selection|ChIP|ChIP-Seq|' +
    'MNase|DNase|Hybrid Selection|Reduced Representation|Restriction Digest|5-methylcytidine antibody|' +
    'MBD2 protein methyl-CpG binding domain|CAGE|RACE|MDA|padlock probes capture method|other|' +
    'unspecified',
);
export const RUN_FILE_TYPES = listed(
  'sra|srf|sff|fastq|fasta|tab|454_native|454_native_seq|454_native_qual|Helicos_native|' +
    'Illumina_native|Illumina_native_seq|Illumina_native_prb|Illumina_native_int|Illumina_native_qseq|' +
    'Illumina_native_scarf|SOLiD_native|SOLiD_native_csfasta|SOLiD_native_qual|PacBio_HDF5|bam|cram|' +
    'CompleteGenomics_native|OxfordNanopore_native',
);
export const READ_TYPES = listed(
  'single|paired|cell_barcode|umi_barcode|feature_barcode|sample_barcode|spatial_barcode|',
);
export const ANALYSIS_FILE_TYPES = listed(
  'tab|tsv|bam|bai|cram|crai|vcf|vcf_aggregate|bcf|tabix|wig|bed|gff|gff3|gfa|fasta|fastq|flatfile|' +
    'chromosome_list|sample_list|readme_file|phenotype_file|BioNano_native|Kallisto_native|' +
    'unlocalised_list|info|manifest|csi|bcf_aggregate|sample_tsv|tax_tsv|other',
);
export const VARIATION_EXPERIMENTS = listed(
  'Whole genome sequencing|Whole transcriptome sequencing|Exome sequencing|Genotyping by array|' +
    'transcriptomics|Curation|Genotyping by sequencing|Target sequencing',
);
export const STUDY_TYPES = listed(
  'Whole Genome Sequencing|Metagenomics|Transcriptome Analysis|Resequencing|Epigenetics|' +
    'Synthetic Genomics|Forensic or Paleo-genomics|Gene Regulation Study|Cancer Genomics|' +
    'Population Genomics|RNASeq|Exome Sequencing|Pooled Clone Sequencing|Transcriptome Sequencing|Other',
);
export const ANALYSIS_TYPES = listed(
  'REFERENCE_ALIGNMENT|SEQUENCE_VARIATION|SEQUENCE_ASSEMBLY|SEQUENCE_FLATFILE|SEQUENCE_ANNOTATION|' +
    'REFERENCE_SEQUENCE|SAMPLE_PHENOTYPE|PROCESSED_READS|GENOME_MAP|AMR_ANTIBIOGRAM|PATHOGEN_ANALYSIS|' +
    'COVID19_CONSENSUS|COVID19_FILTERED_VCF|PHYLOGENY_ANALYSIS|ASSEMBLY_GRAPH|TRANSCRIPTOME_ASSEMBLY|' +
    'TAXONOMIC_REFERENCE_SET|ASSEMBLY_ANNOTATION|SEQUENCE_CONSENSUS|FILTERED_VARIATION|' +
    'TARGETED_SEQUENCE_SET|ENVIRONMENTAL_SEQUENCE_SET',
);

/** Platform → the name of its type of instrument in the schema, and its instruments. */
export const PLATFORMS: Readonly<
  Record<string, { readonly type: string; readonly models: readonly string[] }>
> = {
  LS454: {
    type: 'type454Model',
    models: listed('454 GS|454 GS 20|454 GS FLX|454 GS FLX+|454 GS FLX Titanium|454 GS Junior|unspecified'),
  },
  ILLUMINA: {
    type: 'typeIlluminaModel',
    models: listed(
      'HiSeq X Five|HiSeq X Ten|Illumina Genome Analyzer|Illumina Genome Analyzer II|' +
        'Illumina Genome Analyzer IIx|Illumina HiScanSQ|Illumina HiSeq 1000|Illumina HiSeq 1500|' +
        'Illumina HiSeq 2000|Illumina HiSeq 2500|Illumina HiSeq 3000|Illumina HiSeq 4000|' +
        'Illumina HiSeq X|Illumina iSeq 100|Illumina MiSeq|Illumina MiniSeq|Illumina NovaSeq X|' +
        'Illumina NovaSeq X Plus|Illumina NovaSeq 6000|NextSeq 500|NextSeq 550|NextSeq 1000|' +
        'NextSeq 2000|unspecified',
    ),
  },
  HELICOS: { type: 'typeHelicosModel', models: listed('Helicos HeliScope|unspecified') },
  ABI_SOLID: {
    type: 'typeAbiSolidModel',
    models: listed(
      'AB SOLiD System|AB SOLiD System 2.0|AB SOLiD System 3.0|AB SOLiD 3 Plus System|' +
        'AB SOLiD 4 System|AB SOLiD 4hq System|AB SOLiD PI System|AB 5500 Genetic Analyzer|' +
        'AB 5500xl Genetic Analyzer|AB 5500xl-W Genetic Analysis System|unspecified',
    ),
  },
  COMPLETE_GENOMICS: { type: 'typeCGModel', models: listed('Complete Genomics|unspecified') },
  BGISEQ: { type: 'typeBGISEQModel', models: listed('BGISEQ-50|BGISEQ-500|MGISEQ-2000RS') },
  OXFORD_NANOPORE: {
    type: 'typeOxfordNanoporeModel',
    models: listed('MinION|GridION|PromethION|unspecified'),
  },
  PACBIO_SMRT: {
    type: 'typePacBioModel',
    models: listed('Onso|PacBio RS|PacBio RS II|Revio|Sequel|Sequel II|Sequel IIe|Vega|unspecified'),
  },
  ION_TORRENT: {
    type: 'typeIontorrentModel',
    models: listed(
      'Ion Torrent PGM|Ion Torrent Proton|Ion Torrent S5|Ion Torrent S5 XL|Ion Torrent Genexus|' +
        'Ion GeneStudio S5|Ion GeneStudio S5 Prime|Ion GeneStudio S5 Plus|unspecified',
    ),
  },
  CAPILLARY: {
    type: 'typeCapillaryModel',
    models: listed(
      'AB 3730xL Genetic Analyzer|AB 3730 Genetic Analyzer|AB 3500xL Genetic Analyzer|' +
        'AB 3500 Genetic Analyzer|AB 3130xL Genetic Analyzer|AB 3130 Genetic Analyzer|' +
        'AB 310 Genetic Analyzer|unspecified',
    ),
  },
  DNBSEQ: {
    type: 'typeDnbSeqModel',
    models: listed(
      'DNBSEQ-T7|DNBSEQ-G400|DNBSEQ-G800|DNBSEQ-G50|DNBSEQ-G400 FAST|DNBSEQ-T10x4RS|unspecified',
    ),
  },
  ELEMENT: { type: 'typeElementModel', models: listed('Element AVITI|unspecified') },
  AVITI: { type: 'typeAVITIModel', models: listed('AVITI 24|unspecified') },
  ULTIMA: { type: 'typeUltimaModel', models: listed('UG 100|UG 200|unspecified') },
  VELA_DIAGNOSTICS: { type: 'typeVelaDiagnosticsModel', models: listed('Sentosa SQ301|unspecified') },
  GENAPSYS: { type: 'typeGenapsysModel', models: listed('GENIUS|Genapsys Sequencer|GS111|unspecified') },
  GENEMIND: { type: 'typeGeneMindModel', models: listed('GenoCare 1600|GenoLab M|FASTASeq 300|unspecified') },
  TAPESTRI: { type: 'typeTapestriModel', models: listed('Tapestri|unspecified') },
};
