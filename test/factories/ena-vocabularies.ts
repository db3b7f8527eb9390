import { lacking, readShared } from './shared.ts';

const file = 'ena/vocabularies.json';

/** Why tests of ENA's vocabularies are skipped; undefined where they are there. */
export const vocabulariesLacking = lacking(file);

const vocabularies = (
  vocabulariesLacking === undefined ? JSON.parse(readShared(file).toString('utf8')) : {}
) as Record<string, string[]>;

/** The words of one of ENA's vocabularies, by its name in the schemas; none where it is not there. */
export const words = (name: string): string[] => vocabularies[name] ?? [];

// The vocabulary of each platform's models, by the name that its type has in the schema.
const models: Readonly<Record<string, string>> = {
  LS454: '454',
  ILLUMINA: 'Illumina',
  HELICOS: 'Helicos',
  ABI_SOLID: 'AbiSolid',
  COMPLETE_GENOMICS: 'CG',
  BGISEQ: 'BGISEQ',
  OXFORD_NANOPORE: 'OxfordNanopore',
  PACBIO_SMRT: 'PacBio',
  ION_TORRENT: 'Iontorrent',
  CAPILLARY: 'Capillary',
  DNBSEQ: 'DnbSeq',
  ELEMENT: 'Element',
  AVITI: 'AVITI',
  ULTIMA: 'Ultima',
  VELA_DIAGNOSTICS: 'VelaDiagnostics',
  GENAPSYS: 'Genapsys',
  GENEMIND: 'GeneMind',
  TAPESTRI: 'Tapestri',
};

/** The vocabulary of a platform's instrument models. */
export const modelList = (platform: string): string => `common.type${models[platform]}Model`;
