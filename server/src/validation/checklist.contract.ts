import { z } from 'zod';

export const requirement = z.enum(['mandatory', 'recommended', 'optional']);
export const fieldType = z.enum(['text', 'textarea', 'choice', 'date', 'taxon', 'ontology']);

const name = z.string().trim().min(1).max(500);

/** One allowed value; the synonyms are other spellings that the checklist itself lists. */
export const choice = z.strictObject({
  value: z.string().min(1).max(1000),
  synonyms: z.array(name).optional(),
});

export const checklistField = z
  .strictObject({
    /** The tag under which a value is submitted: ENA's LABEL, which is exact about case. */
    name,
    description: z.string().max(5000).optional(),
    /** Other names the checklist lists; ENA no longer takes them, they only help to say what was meant. */
    synonyms: z.array(name).optional(),
    requirement,
    type: fieldType,
    /** Has to match the whole value (RE2 syntax). */
    pattern: z.string().min(1).max(5000).optional(),
    minLength: z.int().nonnegative().optional(),
    maxLength: z.int().positive().optional(),
    choices: z.array(choice).min(1).max(20_000).optional(),
    /** A value needs one of these units; a field without units takes none. */
    units: z.array(z.string().min(1).max(100)).min(1).max(200).optional(),
    /** The source of this checklist names only some of the units: others may be right too. */
    hasMoreUnits: z.literal(true).optional(),
    multiple: z.literal(true).optional(),
    /** Name of the group of fields it belongs to. */
    group: name.optional(),
  })
  .refine((field) => (field.type === 'choice') === (field.choices !== undefined), {
    message: 'choices belong to a field of type choice',
    path: ['choices'],
  });
export type ChecklistField = z.infer<typeof checklistField>;

/** How many fields of a group a sample fills; `any` is the rule that is none. */
export const groupRule = z.enum(['any', 'one', 'at_least_one', 'at_most_one']);

/** What ENA asks of a sample, one version of it. */
export const checklist = z
  .strictObject({
    accession: z.string().regex(/^ERC\d{6}$/, 'must look like ERC000011'),
    /** A label only: ENA's files carry no version, so it is a day (`2026-07-27`) or what the importer says. */
    version: z.string().regex(/^[\w.-]{1,40}$/, 'must be letters, digits, dots and dashes'),
    label: name,
    description: z.string().max(5000).optional(),
    authority: z.string().max(200).optional(),
    groups: z.array(z.strictObject({ name, rule: groupRule })).optional(),
    fields: z.array(checklistField).min(1).max(5000),
  })
  .superRefine(({ fields }, context) => {
    const seen = new Set<string>();
    for (const [index, field] of fields.entries()) {
      if (seen.has(field.name)) {
        context.addIssue({
          code: 'custom',
          message: `the field “${field.name}” is listed twice`,
          path: ['fields', index, 'name'],
        });
      }
      seen.add(field.name);
    }
  })
  .meta({ id: 'Checklist' });
export type Checklist = z.infer<typeof checklist>;
