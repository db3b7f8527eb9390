export type FieldChange = { path: string; before: unknown; after: unknown };

type Structure = Readonly<Record<string, unknown>>;

export const isStructure = (value: unknown): value is Structure =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const same = (before: unknown, after: unknown) => JSON.stringify(before) === JSON.stringify(after);

/** The fields in which two structures differ, however deep, each by its path; lists are left to be compared whole. */
export const fieldDifference = (before: Structure, after: Structure, prefix = ''): FieldChange[] =>
  [...new Set([...Object.keys(before), ...Object.keys(after)])].flatMap((key) => {
    const path = `${prefix}${key}`;
    const [was, is] = [before[key], after[key]];
    if (isStructure(was) && isStructure(is)) return fieldDifference(was, is, `${path}.`);
    return same(was, is) ? [] : [{ path, before: was, after: is }];
  });
