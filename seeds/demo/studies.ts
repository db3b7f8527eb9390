import type { Reference } from './sequences.ts';

/** What a demo study deposits: invented, but shaped like real deposits of its kind. */
export type Study = {
  title: string;
  description: string;
  checklist: string;
  taxonId: number;
  organism: string;
  prefix: string;
  samples: number;
  country: string;
  /** Further columns and the values they take in turn. */
  columns: Readonly<Record<string, readonly string[]>>;
  units?: Readonly<Record<string, string>>;
  /** On what its samples were sequenced, and against what their variants were called. */
  sequenced?: { instrument: string; reference: Reference };
};

const plant = { dev_stage: ['seedling', 'flowering', 'mature'], tissue_type: ['leaf', 'root', 'stem'] };
const virus = {
  'host health state': ['diseased', 'healthy', 'not provided'],
  'host scientific name': ['Homo sapiens'],
  'host common name': ['human'],
  'host sex': ['female', 'male'],
  'collector name': ['L. Moreau'],
  'collecting institution': ['Regional Reference Laboratory'],
};
const water = {
  'project name': ['Fjord transect'],
  'geographic location (latitude)': ['59.8841', '59.8972', '59.9103'],
  'geographic location (longitude)': ['10.7092', '10.7180', '10.7266'],
  depth: ['1', '5', '20', '60'],
  'broad-scale environmental context': ['marine biome [ENVO:00000447]'],
  'local environmental context': ['fjord [ENVO:00000039]'],
  'environmental medium': ['sea water [ENVO:00002149]'],
};
const waterUnits = {
  'geographic location (latitude)': 'DD',
  'geographic location (longitude)': 'DD',
  depth: 'm',
};

export const studies: readonly Study[] = [
  {
    title: 'Drought response of Norwegian spring barley landraces',
    description:
      'Leaf and root transcriptomes of twelve landraces under three watering regimes, sampled over one growing season.',
    checklist: 'ERC000011',
    taxonId: 112509,
    organism: 'Hordeum vulgare subsp. vulgare',
    prefix: 'HV',
    samples: 36,
    country: 'Norway',
    columns: plant,
  },
  {
    title: 'Microbial succession along a fjord depth transect',
    description:
      'Metagenomes of sea water from four depths at three stations of a fjord, taken every two weeks from spring to autumn.',
    checklist: 'ERC000024',
    taxonId: 408172,
    organism: 'marine metagenome',
    prefix: 'FJ',
    samples: 24,
    country: 'Norway',
    columns: water,
    units: waterUnits,
  },
  {
    title: 'Genomic surveillance of respiratory viruses in one winter season',
    description:
      'Consensus genomes of respiratory viruses from routine diagnostics in two hospitals, without personal data.',
    checklist: 'ERC000033',
    taxonId: 2697049,
    organism: 'Severe acute respiratory syndrome coronavirus 2',
    prefix: 'RV',
    samples: 60,
    country: 'Germany',
    columns: { ...virus, isolate: ['W1', 'W2', 'W3'], 'host subject id': ['S1', 'S2', 'S3', 'S4'] },
  },
  {
    title: 'Population structure of bark beetles across three mountain ranges',
    description:
      'Low-coverage whole genomes of single beetles from infested spruce stands, to follow gene flow between mountain ranges.',
    checklist: 'ERC000011',
    taxonId: 55964,
    organism: 'Ips typographus',
    prefix: 'IT',
    samples: 48,
    country: 'Austria',
    columns: { sex: ['female', 'male'], dev_stage: ['adult'], collected_by: ['Forest survey'] },
  },
  {
    title: 'Antimicrobial resistance in dairy farm isolates',
    description:
      'Whole genomes of Escherichia coli isolated from milk filters and bedding of nineteen dairy farms.',
    checklist: 'ERC000028',
    taxonId: 562,
    organism: 'Escherichia coli',
    prefix: 'EC',
    samples: 38,
    country: 'Ireland',
    columns: {
      isolation_source: ['milk filter', 'bedding', 'manure'],
      'host health state': ['healthy', 'not provided'],
      'host scientific name': ['Bos taurus'],
      isolate: ['A', 'B', 'C'],
    },
  },
  {
    title: 'Root microbiome of potato under reduced tillage',
    description:
      'Amplicon and shotgun data of the potato rhizosphere in a long-term tillage trial, four plots for each treatment.',
    checklist: 'ERC000011',
    taxonId: 939928,
    organism: 'rhizosphere metagenome',
    prefix: 'PT',
    samples: 32,
    country: 'Netherlands',
    columns: { isolation_source: ['rhizosphere soil'], cultivar: ['Innovator', 'Fontane'] },
  },
  {
    title: 'Reference genome of the alpine newt, chromosome level',
    description:
      'Long reads, linked reads and proximity ligation of one male, for an assembly at chromosome level.',
    checklist: 'ERC000011',
    taxonId: 154610,
    organism: 'Ichthyosaura alpestris',
    prefix: 'IA',
    samples: 3,
    country: 'Switzerland',
    columns: { sex: ['male'], tissue_type: ['muscle', 'liver', 'blood'] },
  },
  {
    title: 'Lake sediment cores: a thousand years of plankton',
    description:
      'Ancient sedimentary DNA from dated layers of two cores of a deep lake, with extraction controls.',
    checklist: 'ERC000011',
    taxonId: 556182,
    organism: 'freshwater sediment metagenome',
    prefix: 'LS',
    samples: 80,
    country: 'Finland',
    columns: { isolation_source: ['lake sediment'], collected_by: ['Core group'] },
  },
  {
    title: 'Wild bees and the plants they visit: pollen metabarcoding',
    description:
      'Pollen loads of wild bees, barcoded to learn which plants they visit along an urban gradient.',
    checklist: 'ERC000011',
    taxonId: 256318,
    organism: 'metagenome',
    prefix: 'WB',
    samples: 96,
    country: 'France',
    columns: { isolation_source: ['pollen load'], collected_by: ['Urban bees team'] },
  },
  {
    title: 'Yeast strains of spontaneous cider fermentations',
    description: 'Genomes of Saccharomyces isolates from twenty spontaneous fermentations in three valleys.',
    checklist: 'ERC000011',
    taxonId: 4932,
    organism: 'Saccharomyces cerevisiae',
    prefix: 'SC',
    samples: 20,
    country: 'Spain',
    columns: { isolation_source: ['cider must'], culture_collection: ['house collection'] },
  },
  {
    title: 'Cod larvae transcriptomes at three temperatures',
    description: 'Whole larvae reared at 6, 9 and 12 degrees, sampled at five stages until metamorphosis.',
    checklist: 'ERC000011',
    taxonId: 8049,
    organism: 'Gadus morhua',
    prefix: 'GM',
    samples: 45,
    country: 'Iceland',
    columns: {
      dev_stage: ['yolk sac larva', 'first feeding', 'metamorphosis'],
      tissue_type: ['whole organism'],
    },
  },
  {
    title: 'Urban waste water surveillance, pilot of six towns',
    description: 'Weekly metatranscriptomes of composite waste water samples from six towns during one year.',
    checklist: 'ERC000011',
    taxonId: 527639,
    organism: 'wastewater metagenome',
    prefix: 'WW',
    samples: 52,
    country: 'Belgium',
    columns: { isolation_source: ['waste water, composite'], collected_by: ['Water board'] },
  },
  {
    title: 'Genome evolution of ale yeast under serial repitching',
    description:
      'Whole genomes of an ale yeast after every tenth batch of a brewery that repitches, to follow drift and selection.',
    checklist: 'ERC000011',
    taxonId: 4932,
    organism: 'Saccharomyces cerevisiae',
    prefix: 'AY',
    samples: 6,
    country: 'Belgium',
    columns: { isolation_source: ['fermentation vessel'], strain: ['House ale 2'] },
    sequenced: {
      instrument: 'Illumina NovaSeq 6000',
      reference: { assembly: 'GCA_000146045.2', sequence: 'BK006935.2', bases: 230_218 },
    },
  },
  {
    title: 'Laboratory evolution of Escherichia coli on glycerol',
    description:
      'Whole genomes of six lines of E. coli K-12 after 800 generations on glycerol as the only source of carbon.',
    checklist: 'ERC000011',
    taxonId: 562,
    organism: 'Escherichia coli',
    prefix: 'GL',
    samples: 6,
    country: 'Denmark',
    columns: { isolation_source: ['chemostat'], strain: ['K-12 MG1655'] },
    sequenced: {
      instrument: 'Illumina MiSeq',
      reference: { assembly: 'GCA_000005845.2', sequence: 'U00096.3', bases: 4_641_652 },
    },
  },
];
