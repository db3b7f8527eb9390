import { z } from 'zod';
import {
  type Checklist,
  checklist,
  checklistField,
  choice,
} from '../../server/src/validation/checklist.contract.ts';
import ERC000011 from './ERC000011.json' with { type: 'json' };
import ERC000024 from './ERC000024.json' with { type: 'json' };
import ERC000028 from './ERC000028.json' with { type: 'json' };
import ERC000033 from './ERC000033.json' with { type: 'json' };
import lists from './lists.json' with { type: 'json' };

const listName = z.string().startsWith('$lists/');

/**
 * A field as the files here write it: values as plain strings, `$lists/countries` in place of the 281 entries of
 * that list, `orMissing` in place of the 13 missing-value terms at the end of a pattern.
 */
const seedField = z
  .object({
    ...checklistField.shape,
    choices: z.array(z.union([listName, z.string()])).optional(),
    orMissing: z.literal(true).optional(),
  })
  .strict();
const seedFile = z.object({ ...checklist.shape, fields: z.array(seedField) }).strict();

/**
 * The checklists that come with the product, as ENA published them on 2026-07-27. Names, requirements, patterns,
 * values and units are ENA's; `hasMoreUnits` marks fields of which only one of ENA's units is known here.
 *
 * @throws ZodError when a file is not in the form above
 */
export function checklistFiles(): Checklist[] {
  return [ERC000011, ERC000024, ERC000028, ERC000033].map((file) => {
    const { fields, ...rest } = seedFile.parse(file);
    return checklist.parse({ ...rest, fields: fields.map(expanded) });
  });
}

function expanded({
  choices,
  pattern,
  orMissing,
  ...field
}: z.infer<typeof seedField>): z.input<typeof checklistField> {
  return {
    ...field,
    ...(pattern !== undefined && { pattern: orMissing ? `${pattern}|${missingValues}` : pattern }),
    ...(choices && { choices: choices.flatMap(valuesOf) }),
  };
}

const missingValues = lists['missing-values'].map((term) => `(^${term}$)`).join('|');

function valuesOf(entry: string): z.input<typeof choice>[] {
  const name = entry.startsWith('$lists/') ? entry.slice('$lists/'.length) : undefined;
  if (name === undefined) return [{ value: entry }];
  const values = (lists as Readonly<Record<string, readonly string[]>>)[name];
  if (!values) throw new Error(`there is no list ${name} in seeds/checklists/lists.json`);
  return values.map((value) => ({ value }));
}
