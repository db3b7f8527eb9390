import { z } from 'zod';

/** A schema and all that it is made of, each once. */
export function schemasIn(root: z.core.$ZodType): Set<z.core.$ZodType> {
  const found = new Set<z.core.$ZodType>();
  const visit = (value: unknown, depth: number): void => {
    if (typeof value !== 'object' || value === null || depth > 3) return;
    if (!(value instanceof z.ZodType)) {
      // Parts of a definition: a shape, options, the schemas of a pipe.
      for (const inner of Object.values(value)) visit(inner, depth + 1);
    } else if (!found.has(value)) {
      found.add(value);
      visit(value.def, 0);
    }
  };
  visit(root, 0);
  return found;
}

/** Schemas by their name in the API's description; several of one name would become one there. */
export function namedIn(roots: readonly (z.ZodType | null | undefined)[]): Map<string, Set<z.core.$ZodType>> {
  const found = new Map<string, Set<z.core.$ZodType>>();
  for (const root of roots) {
    for (const schema of root ? schemasIn(root) : []) {
      const name = z.globalRegistry.get(schema)?.id;
      if (name) found.set(name, (found.get(name) ?? new Set()).add(schema));
    }
  }
  return found;
}

/** Names of an object's fields. */
export const shapeOf = (schema: z.ZodType | null | undefined): string[] =>
  schema instanceof z.ZodObject ? Object.keys(schema.shape).sort() : [];

/** What a schema has to say about an input. */
export const issuesOf = (schema: z.ZodType | undefined, input: unknown) =>
  schema?.safeParse(input).error?.issues ?? [];
