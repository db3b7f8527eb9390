import type { Checklist, ChecklistField } from '../../server/src/validation/checklist.contract.ts';
import type {
  AttributeInput,
  Finding,
  ProjectInput,
  SampleInput,
  ValidationContext,
} from '../../server/src/validation/validation.contract.ts';
import { validate } from '../../server/src/validation/validate.ts';

export const today = '2026-11-21';

export const goodProject: ProjectInput = {
  alias: 'study-1',
  title: 'Light and wounds in potato tubers',
  description: 'Transcriptomes of tubers of two cultivars after light and after wounding.',
  holdDate: null,
};

const place = { 'collection date': '2014-10-01', 'geographic location (country and/or sea)': 'Sweden' };

/** A sample without a fault under any checklist that asks for nothing but place and date. */
export function sample(
  attributes: Record<string, string | [value: string, unit: string]> = {},
  own: Partial<SampleInput> = {},
): SampleInput {
  const list = Object.entries({ ...place, ...attributes }).map(([field, given]): AttributeInput => {
    const [value, unit] = typeof given === 'string' ? [given, null] : given;
    return { field, value, unit };
  });
  return {
    type: 'sample',
    alias: 'leaf-1',
    title: 'Leaf 1',
    description: '',
    taxonId: '4113',
    scientificName: 'Solanum tuberosum',
    attributes: list.filter(({ value }) => value !== ''),
    row: 4,
    ...own,
  };
}

/** A checklist with the given fields beside place and date. */
export function checklistOf(
  fields: readonly (Pick<ChecklistField, 'name'> & Partial<ChecklistField>)[],
  more: Partial<Checklist> = {},
): Checklist {
  return {
    accession: 'ERC000099',
    version: '1',
    label: 'a checklist',
    fields: fields.map((field) => ({
      requirement: 'optional',
      type: field.choices ? 'choice' : 'text',
      ...field,
    })),
    ...more,
  };
}

/** Findings about the given samples, without those about the sheet's columns. */
export function findingsOf(
  checklist: Checklist | undefined,
  samples: readonly SampleInput[],
  context: Partial<ValidationContext> = {},
): Finding[] {
  const input = {
    project: goodProject,
    checklist: { accession: checklist?.accession ?? 'ERC000099' },
    today,
    records: samples,
    ...context,
  };
  return [...validate(input, checklist)];
}

/** Rule and suggestion of what is found about one value of one field. */
export function verdict(
  field: Pick<ChecklistField, 'name'> & Partial<ChecklistField>,
  value: string,
  unit?: string,
): [string, string, string | null][] {
  const given: string | [string, string] = unit === undefined ? value : [value, unit];
  return findingsOf(checklistOf([field]), [sample({ [field.name]: given })])
    .filter((finding) => finding.field === field.name && finding.recordType === 'sample')
    .map(({ severity, rule, suggestion }) => [severity, rule, suggestion]);
}
