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

const written = (value: unknown): string => {
  if (value === undefined) return '';
  if (Array.isArray(value))
    return value
      .map((each) => (typeof each === 'string' ? each : (each as { value: string }).value))
      .join(', ');
  return String(value);
};

const propertiesOf = (before: ChecklistField, after: ChecklistField): PropertyChange[] => {
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])] as Property[];
  return names
    .filter((name) => JSON.stringify(before[name]) !== JSON.stringify(after[name]))
    .map((name) => ({ property: name, before: written(before[name]), after: written(after[name]) }));
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
