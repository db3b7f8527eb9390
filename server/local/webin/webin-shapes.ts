import { ANALYSIS } from './analysis-shape.ts';
import { attributes, IDENTIFIERS, OBJECT, OPEN } from './common-shapes.ts';
import { EXPERIMENT, RUN } from './read-shapes.ts';
import type { Shape } from './shape.ts';
import { many, one, optional } from './shape.ts';
import { STUDY_TYPES } from './vocabularies.ts';

// The facts of ENA's schemas (SRA.common, SRA.sample, ENA.project, SRA.study and SRA.submission.xsd) that matter for
// what the console sends; parts it never sends are left open.

const PROJECT: Shape = {
  type: 'ProjectType',
  attributes: [...OBJECT, 'first_public'],
  children: [
    IDENTIFIERS,
    optional('NAME'),
    one('TITLE', { text: { minLength: 20, maxLength: 250 } }),
    one('DESCRIPTION', { text: { minLength: 20, maxLength: 4000 } }),
    optional('COLLABORATORS', OPEN),
    optional('SUBMISSION_PROJECT', OPEN),
    optional('UMBRELLA_PROJECT', OPEN),
    optional('RELATED_PROJECTS', OPEN),
    optional('PROJECT_LINKS', OPEN),
    attributes('PROJECT'),
  ],
};

const STUDY: Shape = {
  type: 'StudyType',
  attributes: OBJECT,
  children: [
    IDENTIFIERS,
    one('DESCRIPTOR', {
      order: 'any',
      children: [
        one('STUDY_TITLE'),
        one('STUDY_TYPE', {
          attributes: ['existing_study_type', 'new_study_type'],
          required: ['existing_study_type'],
          vocabularies: { existing_study_type: STUDY_TYPES },
          children: [],
        }),
        optional('STUDY_ABSTRACT'),
        optional('CENTER_NAME'),
        optional('CENTER_PROJECT_NAME'),
        optional('PROJECT_ID'),
        optional('RELATED_STUDIES', OPEN),
        optional('STUDY_DESCRIPTION'),
      ],
    }),
    optional('STUDY_LINKS', OPEN),
    attributes('STUDY'),
  ],
};

const SAMPLE: Shape = {
  type: 'SampleType',
  attributes: OBJECT,
  children: [
    IDENTIFIERS,
    optional('TITLE'),
    one('SAMPLE_NAME', {
      order: 'any',
      attributes: ['display_name'],
      children: [
        one('TAXON_ID', { text: { isInteger: true } }),
        optional('SCIENTIFIC_NAME'),
        optional('COMMON_NAME'),
      ],
    }),
    optional('DESCRIPTION'),
    optional('SAMPLE_LINKS', OPEN),
    attributes('SAMPLE'),
  ],
};

const TARGET: Shape = { attributes: ['target', 'HoldUntilDate'], required: ['target'], children: [] };
const SOURCE: Shape = { attributes: ['source', 'schema'], children: [] };

const SUBMISSION: Shape = {
  type: 'SubmissionType',
  attributes: [...OBJECT, 'submission_date', 'submission_comment', 'lab_name'],
  children: [
    IDENTIFIERS,
    optional('TITLE'),
    optional('CONTACTS', OPEN),
    optional('ACTIONS', {
      children: [
        many('ACTION', {
          children: [
            optional('ADD', SOURCE),
            optional('MODIFY', SOURCE),
            optional('VALIDATE', SOURCE),
            optional('CANCEL', TARGET),
            optional('SUPPRESS', TARGET),
            optional('KILL', TARGET),
            optional('HOLD', { attributes: ['target', 'HoldUntilDate'], children: [] }),
            optional('RELEASE', { attributes: ['target'], children: [] }),
            optional('PROTECT', { children: [] }),
            optional('ROLLBACK', { children: [] }),
            optional('RECEIPT', { attributes: ['target'], children: [] }),
          ],
        }),
      ],
    }),
    optional('SUBMISSION_LINKS', OPEN),
    attributes('SUBMISSION'),
  ],
};

/** The documents the sandbox takes, by the part of v1 and the set of v2 that they come in. */
export const SHAPES = {
  submission: SUBMISSION,
  project: PROJECT,
  study: STUDY,
  sample: SAMPLE,
  experiment: EXPERIMENT,
  run: RUN,
  analysis: ANALYSIS,
} as const;

export type DocumentType = keyof typeof SHAPES;
