import type { Checklist, ChecklistField } from '@contract/validation/checklist.contract.ts';

/** A property of a field that is not what it was; lists are compared by what came and went. */
export type PropertyChange = { property: string; before: string; after: string };
export type FieldChange =
  | { kind: 'added'; field: ChecklistField }
  | { kind: 'removed'; field: ChecklistField }
  | { kind: 'changed'; field: ChecklistField; properties: PropertyChange[] };

const written = (value: unknown): string => {
  if (value === undefined) return '';
  if (Array.isArray(value))
    return value
      .map((each) => (typeof each === 'string' ? each : (each as { value: string }).value))
      .join(', ');
  return String(value);
};

const propertiesOf = (before: ChecklistField, after: ChecklistField): PropertyChange[] => {
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])] as (keyof ChecklistField)[];
  return names
    .filter((name) => JSON.stringify(before[name]) !== JSON.stringify(after[name]))
    .map((name) => ({ property: name, before: written(before[name]), after: written(after[name]) }));
};

/** What one version of a checklist asks differently from the one before it: in its own order, what went at the end. */
export const fieldChanges = (before: Checklist, after: Checklist): FieldChange[] => {
  const was = new Map(before.fields.map((field) => [field.name, field]));
  const is = new Set(after.fields.map(({ name }) => name));
  const kept = after.fields.flatMap((field): FieldChange[] => {
    const old = was.get(field.name);
    if (old === undefined) return [{ kind: 'added', field }];
    const properties = propertiesOf(old, field);
    return properties.length === 0 ? [] : [{ kind: 'changed', field, properties }];
  });
  const gone = before.fields.filter(({ name }) => !is.has(name));
  return [...kept, ...gone.map((field): FieldChange => ({ kind: 'removed', field }))];
};
