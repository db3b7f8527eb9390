import type { Checklist, ChecklistField } from '@contract/validation/checklist.contract.ts';

/** A property of a field that is not what it was; lists are compared by what came and went. */
export type Property = keyof ChecklistField;
export type PropertyChange = { property: Property; before: string; after: string };
export type FieldChange =
  | { kind: 'added'; field: ChecklistField }
  | { kind: 'removed'; field: ChecklistField }
  /** `reworded`: the words around it are others, what it takes is the same. */
  | { kind: 'changed' | 'reworded'; field: ChecklistField; properties: PropertyChange[] };

/** What explains a field and decides nothing about a value. */
const explaining = new Set<Property>(['description', 'group', 'synonyms']);

type Listed = string | NonNullable<ChecklistField['choices']>[number];

const itemOf = (each: Listed): string => {
  if (typeof each === 'string') return each;
  return each.synonyms === undefined ? each.value : `${each.value} (${each.synonyms.join(', ')})`;
};

const itemsOf = (value: unknown): string[] => (Array.isArray(value) ? (value as Listed[]).map(itemOf) : []);

/** Of lists only what went and what came is told: they can have hundreds of items, and their order means nothing. */
const changeIn = (property: Property, was: unknown, is: unknown): PropertyChange | null => {
  if (!Array.isArray(was) && !Array.isArray(is)) {
    const [before, after] = [String(was ?? ''), String(is ?? '')];
    return before === after ? null : { property, before, after };
  }
  const [old, now] = [new Set(itemsOf(was)), new Set(itemsOf(is))];
  const before = [...old].filter((item) => !now.has(item)).join(', ');
  const after = [...now].filter((item) => !old.has(item)).join(', ');
  return before === after ? null : { property, before, after };
};

const propertiesOf = (before: ChecklistField, after: ChecklistField): PropertyChange[] => {
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])] as Property[];
  return names.map((name) => changeIn(name, before[name], after[name])).filter((change) => change !== null);
};

const changeOf = (old: ChecklistField | undefined, field: ChecklistField): FieldChange | null => {
  if (old === undefined) return { kind: 'added', field };
  const properties = propertiesOf(old, field);
  if (properties.length === 0) return null;
  const isReworded = properties.every(({ property }) => explaining.has(property));
  return { kind: isReworded ? 'reworded' : 'changed', field, properties };
};

/** The kinds of change, what matters most to a depositor first. */
export const changeKinds = ['added', 'removed', 'changed', 'reworded'] as const;

/** What one version of a checklist asks differently from the one before it, by kind, within each in its own order. */
export const fieldChanges = (before: Checklist, after: Checklist): FieldChange[] => {
  const was = new Map(before.fields.map((field) => [field.name, field]));
  const is = new Set(after.fields.map(({ name }) => name));
  const found = [
    ...after.fields.map((field) => changeOf(was.get(field.name), field)).filter((change) => change !== null),
    ...before.fields
      .filter(({ name }) => !is.has(name))
      .map((field): FieldChange => ({ kind: 'removed', field })),
  ];
  return changeKinds.flatMap((kind) => found.filter((change) => change.kind === kind));
};
