import type { SampleInput, ValidationContext } from '../validation/validation.contract.ts';
import type { RecordRow } from './record-rows.ts';
import { projectAliasOf, type Submission } from './submission.entity.ts';

/** A submission as the validation sees it, but for its records. */
export function contextOf(submission: Submission, today: string): ValidationContext {
  const { title, description, holdDate, number, checklist, sheet } = submission;
  // The version that a sheet names is that of the checklist it names, not of one chosen afterwards.
  const version = sheet?.checklist === checklist ? sheet.checklistVersion : null;
  return {
    project: { alias: projectAliasOf(number), title, description, holdDate },
    checklist: { accession: checklist, ...(version !== null && { version }) },
    today,
    ...(sheet && {
      sheet: {
        headerRow: sheet.headerRow,
        columns: sheet.columns,
        encoding: { name: sheet.encoding, certain: sheet.isEncodingCertain },
        commentRows: sheet.commentRows,
        ...(sheet.notes && { notes: sheet.notes }),
      },
    }),
  };
}

/** A record as the validation sees it. */
export const sampleOf = ({
  alias,
  title,
  description,
  taxonId,
  scientificName,
  attributes,
  row,
}: Pick<
  RecordRow,
  'alias' | 'title' | 'description' | 'taxonId' | 'scientificName' | 'attributes' | 'row'
>): SampleInput => ({
  type: 'sample',
  alias,
  title,
  description,
  taxonId,
  scientificName,
  row,
  attributes: attributes.map(({ tag, value, unit }) => ({ field: tag, value, unit })),
});
