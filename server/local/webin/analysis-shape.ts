import { attributes, IDENTIFIERS, OBJECT, OPEN, REFERENCE } from './common-shapes.ts';
import type { Shape } from './shape.ts';
import { any, many, one, optional } from './shape.ts';
import { ANALYSIS_FILE_TYPES, ANALYSIS_TYPES, VARIATION_EXPERIMENTS } from './vocabularies.ts';

// SRA.analysis.xsd. Of what the types of analysis take, only that of sequence variations is looked at.

const VARIATION: Shape = {
  children: [
    any('ASSEMBLY', OPEN),
    any('SEQUENCE', OPEN),
    any('EXPERIMENT_TYPE', { text: { values: VARIATION_EXPERIMENTS } }),
    any('PROGRAM'),
    any('PLATFORM'),
    any('IMPUTATION'),
  ],
  order: 'any',
};

const FILE: Shape = {
  attributes: ['filename', 'filetype', 'checksum_method', 'checksum', 'unencrypted_checksum'],
  required: ['filename', 'filetype', 'checksum_method', 'checksum'],
  vocabularies: { filetype: ANALYSIS_FILE_TYPES, checksum_method: ['MD5'] },
  type: 'AnalysisFileType',
  children: [],
};

export const ANALYSIS: Shape = {
  type: 'AnalysisType',
  attributes: [...OBJECT, 'analysis_center', 'analysis_date'],
  children: [
    IDENTIFIERS,
    optional('TITLE'),
    optional('DESCRIPTION'),
    optional('STUDY_REF', REFERENCE),
    any('SAMPLE_REF', OPEN),
    any('EXPERIMENT_REF', OPEN),
    any('RUN_REF', OPEN),
    any('ANALYSIS_REF', OPEN),
    one('ANALYSIS_TYPE', {
      order: 'one',
      children: ANALYSIS_TYPES.map((type) =>
        optional(type, type === 'SEQUENCE_VARIATION' ? VARIATION : OPEN),
      ),
    }),
    one('FILES', { children: [many('FILE', FILE)] }),
    optional('ANALYSIS_LINKS', OPEN),
    attributes('ANALYSIS'),
  ],
};
