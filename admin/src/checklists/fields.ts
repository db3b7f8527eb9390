import type { Checklist, ChecklistField } from '@contract/validation/checklist.contract.ts';

export const requirements = ['mandatory', 'recommended', 'optional'] as const;
export type Requirement = (typeof requirements)[number];
export const fieldTypes = ['text', 'textarea', 'choice', 'date', 'taxon', 'ontology'] as const;

/** What of a checklist is looked at; null and empty leave everything in. */
export type Narrowing = { q: string; requirement: string | null; type: string };

/** Fields under one heading, in the checklist's own order. */
export type FieldGroup = {
  name: string | null;
  rule: NonNullable<Checklist['groups']>[number]['rule'];
  fields: ChecklistField[];
};

const textsOf = ({ name, description, synonyms = [] }: ChecklistField) => [
  name,
  description ?? '',
  ...synonyms,
];

/** `collection_date` is found by `collection date` too: people write either. */
const plain = (text: string) => text.toLocaleLowerCase().replaceAll('_', ' ');

export const matches = (field: ChecklistField, { q, requirement, type }: Narrowing): boolean =>
  (requirement === null || field.requirement === requirement) &&
  (type === '' || field.type === type) &&
  plain(q)
    .split(/\s+/)
    .every((word) => textsOf(field).some((text) => plain(text).includes(word)));

/** The fields that match, under the headings they have in the checklist; headings without any are left out. */
export const fieldGroups = ({ fields, groups = [] }: Checklist, narrowing: Narrowing): FieldGroup[] => {
  const found = new Map<string | null, FieldGroup>();
  for (const field of fields) {
    if (!matches(field, narrowing)) continue;
    const name = field.group ?? null;
    const rule = groups.find((group) => group.name === name)?.rule ?? 'any';
    const group = found.get(name) ?? { name, rule, fields: [] };
    group.fields.push(field);
    found.set(name, group);
  }
  return [...found.values()];
};

/** How many fields each requirement has, under the search and type that are in force. */
export const requirementCounts = ({ fields }: Checklist, narrowing: Omit<Narrowing, 'requirement'>) => {
  const shown = fields.filter((field) => matches(field, { ...narrowing, requirement: null }));
  return {
    all: shown.length,
    ...(Object.fromEntries(
      requirements.map((each) => [each, shown.filter(({ requirement }) => requirement === each).length]),
    ) as Record<Requirement, number>),
  };
};
