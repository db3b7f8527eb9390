/** Model that ENA takes on every platform that lists it: the instrument is not known, or not told. */
const any = 'unspecified';

/**
 * Platforms and their instrument models as ENA's schema has them (SRA.common.xsd, webin-xml of 2026-07-13). Some models
 * begin with their maker's name and some do not; ENA compares character by character.
 */
export const instruments: Readonly<Record<string, readonly string[]>> = {
  ILLUMINA: [
    ...['1000', '1500', '2000', '2500', '3000', '4000', 'X'].map((model) => `Illumina HiSeq ${model}`),
    ...['', ' II', ' IIx'].map((model) => `Illumina Genome Analyzer${model}`),
    ...['X', 'X Plus', '6000'].map((model) => `Illumina NovaSeq ${model}`),
    ...['iSeq 100', 'MiSeq', 'MiniSeq', 'HiScanSQ'].map((model) => `Illumina ${model}`),
    ...['500', '550', '1000', '2000'].map((model) => `NextSeq ${model}`),
    'HiSeq X Five',
    'HiSeq X Ten',
    any,
  ],
  OXFORD_NANOPORE: ['MinION', 'GridION', 'PromethION', any],
  PACBIO_SMRT: [
    'PacBio RS',
    'PacBio RS II',
    'Sequel',
    'Sequel II',
    'Sequel IIe',
    'Revio',
    'Vega',
    'Onso',
    any,
  ],
  ION_TORRENT: [
    ...['PGM', 'Proton', 'S5', 'S5 XL', 'Genexus'].map((model) => `Ion Torrent ${model}`),
    ...['', ' Prime', ' Plus'].map((model) => `Ion GeneStudio S5${model}`),
    any,
  ],
  LS454: [...['', ' 20', ' FLX', ' FLX+', ' FLX Titanium', ' Junior'].map((model) => `454 GS${model}`), any],
  ABI_SOLID: [
    ...['', ' 2.0', ' 3.0'].map((version) => `AB SOLiD System${version}`),
    ...['3 Plus', '4', '4hq', 'PI'].map((model) => `AB SOLiD ${model} System`),
    'AB 5500 Genetic Analyzer',
    'AB 5500xl Genetic Analyzer',
    'AB 5500xl-W Genetic Analysis System',
    any,
  ],
  CAPILLARY: [
    ...['3730xL', '3730', '3500xL', '3500', '3130xL', '3130', '310'].map(
      (model) => `AB ${model} Genetic Analyzer`,
    ),
    any,
  ],
  BGISEQ: ['BGISEQ-50', 'BGISEQ-500', 'MGISEQ-2000RS'],
  DNBSEQ: [...['T7', 'G400', 'G800', 'G50', 'G400 FAST', 'T10x4RS'].map((model) => `DNBSEQ-${model}`), any],
  ELEMENT: ['Element AVITI', any],
  AVITI: ['AVITI 24', any],
  ULTIMA: ['UG 100', 'UG 200', any],
  HELICOS: ['Helicos HeliScope', any],
  COMPLETE_GENOMICS: ['Complete Genomics', any],
  VELA_DIAGNOSTICS: ['Sentosa SQ301', any],
  GENAPSYS: ['GENIUS', 'Genapsys Sequencer', 'GS111', any],
  GENEMIND: ['GenoCare 1600', 'GenoLab M', 'FASTASeq 300', any],
  TAPESTRI: ['Tapestri', any],
};

/** What people write for a platform. */
export const platformNames: Readonly<Record<string, readonly string[]>> = {
  PACBIO_SMRT: ['PacBio', 'Pacific Biosciences', 'SMRT'],
  OXFORD_NANOPORE: ['nanopore', 'ONT', 'Oxford Nanopore Technologies'],
  LS454: ['454', 'Roche 454'],
  ION_TORRENT: ['IonTorrent'],
  ABI_SOLID: ['SOLiD', 'ABI SOLiD'],
  DNBSEQ: ['DNBSEQ', 'MGI'],
  ELEMENT: ['Element Biosciences'],
};

const platformByModel = new Map(
  Object.entries(instruments).flatMap(([platform, models]) =>
    models.filter((model) => model !== any).map((model) => [model, platform] as const),
  ),
);

/** The platform of a model; undefined for an unknown model and for `unspecified`, which many platforms have. */
export const platformOf = (model: string): string | undefined => platformByModel.get(model);

/** Makers' names that people put in front of a model, or leave out. */
const makers = ['Illumina', 'PacBio', 'Oxford Nanopore', 'ONT', 'Ion Torrent', 'Element', 'MGI', 'BGI', 'AB'];

/** Other ways to write a model: with a maker's name that ENA's has not, without the one it has. */
export const spellingsOf = (model: string): string[] => [
  ...makers.filter((maker) => !model.startsWith(maker)).map((maker) => `${maker} ${model}`),
  ...makers.filter((maker) => model.startsWith(`${maker} `)).map((maker) => model.slice(maker.length + 1)),
];

/** Every model that is one platform's alone. */
export const models: readonly string[] = [...platformByModel.keys()];
