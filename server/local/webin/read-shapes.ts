import { attributes, IDENTIFIERS, OBJECT, OPEN, REFERENCE } from './common-shapes.ts';
import type { Shape } from './shape.ts';
import { any, many, one, optional } from './shape.ts';
import * as vocabulary from './vocabularies.ts';

// SRA.experiment.xsd and SRA.run.xsd.

const PLATFORM: Shape = {
  order: 'one',
  children: Object.entries(vocabulary.PLATFORMS).map(([platform, { type, models }]) =>
    optional(platform, {
      children: [one('INSTRUMENT_MODEL', { type: `${type}@SRA.common`, text: { values: models } })],
    }),
  ),
};

const LAYOUT: Shape = {
  order: 'one',
  children: [
    optional('SINGLE', { children: [] }),
    optional('PAIRED', { attributes: ['NOMINAL_LENGTH', 'NOMINAL_SDEV'], children: [] }),
  ],
};

const LIBRARY: Shape = {
  type: 'LibraryDescriptorType',
  children: [
    optional('LIBRARY_NAME'),
    one('LIBRARY_STRATEGY', {
      type: 'typeLibraryStrategy',
      text: { values: vocabulary.LIBRARY_STRATEGIES },
    }),
    one('LIBRARY_SOURCE', { type: 'typeLibrarySource', text: { values: vocabulary.LIBRARY_SOURCES } }),
    one('LIBRARY_SELECTION', {
      type: 'typeLibrarySelection',
      text: { values: vocabulary.LIBRARY_SELECTIONS },
    }),
    one('LIBRARY_LAYOUT', LAYOUT),
    optional('TARGETED_LOCI', OPEN),
    optional('POOLING_STRATEGY'),
    optional('LIBRARY_CONSTRUCTION_PROTOCOL'),
  ],
};

export const EXPERIMENT: Shape = {
  type: 'ExperimentType',
  attributes: OBJECT,
  children: [
    IDENTIFIERS,
    optional('TITLE'),
    one('STUDY_REF', REFERENCE),
    one('DESIGN', {
      type: 'LibraryType',
      children: [
        one('DESIGN_DESCRIPTION'),
        one('SAMPLE_DESCRIPTOR', OPEN),
        one('LIBRARY_DESCRIPTOR', LIBRARY),
        optional('SPOT_DESCRIPTOR', OPEN),
      ],
    }),
    one('PLATFORM', PLATFORM),
    optional('PROCESSING', OPEN),
    optional('EXPERIMENT_LINKS', OPEN),
    attributes('EXPERIMENT'),
  ],
};

const FILE: Shape = {
  attributes: [
    'filename',
    'filetype',
    'quality_scoring_system',
    'quality_encoding',
    'ascii_offset',
    'checksum_method',
    'checksum',
    'unencrypted_checksum',
  ],
  required: ['filename', 'filetype', 'checksum_method', 'checksum'],
  vocabularies: { filetype: vocabulary.RUN_FILE_TYPES, checksum_method: ['MD5', 'SHA-256'] },
  children: [any('READ_LABEL'), any('READ_TYPE', { text: { values: vocabulary.READ_TYPES } })],
};

export const RUN: Shape = {
  type: 'RunType',
  attributes: [...OBJECT, 'run_date', 'run_center'],
  children: [
    IDENTIFIERS,
    optional('TITLE'),
    one('EXPERIMENT_REF', REFERENCE),
    optional('SPOT_DESCRIPTOR', OPEN),
    optional('PLATFORM', PLATFORM),
    optional('PROCESSING', OPEN),
    optional('DATA_BLOCK', {
      attributes: ['member_name'],
      children: [one('FILES', { children: [many('FILE', FILE)] })],
    }),
    optional('RUN_LINKS', OPEN),
    attributes('RUN'),
  ],
};
