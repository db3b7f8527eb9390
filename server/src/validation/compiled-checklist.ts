import type { Checklist, ChecklistField } from './checklist.contract.ts';
import { TermIndex } from './text/closest.ts';
import type { Axis } from './text/coordinates.ts';
import { countryNames } from './text/country-names.ts';
import { PatternError, valuePattern, type ValuePattern } from './value-pattern.ts';

export const collectionDate = 'collection date';
export const country = 'geographic location (country and/or sea)';
export const latitude = 'geographic location (latitude)';
export const longitude = 'geographic location (longitude)';
/** Latitude and longitude in one text, as INSDC's feature table writes them. */
export const latLon = 'lat_lon';
export const region = 'geographic location (region and locality)';

/** A field of a checklist, or a column of the depositor's own, ready to judge values. */
export type CompiledField = {
  name: string;
  requirement: ChecklistField['requirement'];
  type: ChecklistField['type'];
  /** False for a column that the checklist does not know: its values are free. */
  isListed: boolean;
  pattern?: ValuePattern;
  choices?: ReadonlySet<string>;
  choiceIndex?: TermIndex;
  units?: ReadonlySet<string>;
  hasMoreUnits: boolean;
  minLength: number;
  maxLength: number;
  isMultiple: boolean;
  group?: string;
  axis?: Axis;
  isDate: boolean;
};

export type CompiledChecklist = {
  source: Checklist;
  fields: ReadonlyMap<string, CompiledField>;
  /** Finds the field somebody meant by another spelling. */
  names: TermIndex;
};

/** A checklist whose document is well formed but cannot be used; `problems` names field and reason. */
export class ChecklistUnusable extends Error {
  constructor(readonly problems: readonly string[]) {
    super(problems.join('; '));
  }
}

const cache = new WeakMap<Checklist, CompiledChecklist>();

/**
 * Prepares a checklist once; later calls with the same object answer from memory.
 *
 * @throws ChecklistUnusable for patterns that cannot be compiled
 */
export function compiled(source: Checklist): CompiledChecklist {
  const known = cache.get(source);
  if (known) return known;
  const problems: string[] = [];
  const fields = new Map<string, CompiledField>();
  for (const field of [...source.fields, ...spatiotemporal(source)]) {
    try {
      fields.set(field.name, compiledField(field));
    } catch (cause) {
      if (!(cause instanceof PatternError)) throw cause;
      problems.push(`field “${field.name}”: ${cause.message}`);
    }
  }
  if (problems.length > 0) throw new ChecklistUnusable(problems);
  const synonyms = new Map(source.fields.map((field) => [field.name, field.synonyms ?? []]));
  const names = new TermIndex([...fields.keys()].map((name) => [name, synonyms.get(name) ?? []]));
  const made = { source, fields, names };
  cache.set(source, made);
  return made;
}

/** A column that no checklist describes. */
export const freeField = (name: string): CompiledField => ({
  ...compiledField({ name, requirement: 'optional', type: 'text' }),
  isListed: false,
});

function compiledField(field: ChecklistField): CompiledField {
  const { name, pattern, choices, units } = field;
  const axis = name === latitude ? 'latitude' : name === longitude ? 'longitude' : undefined;
  return {
    name,
    // Since May 2023 every sample needs place and year, whatever its checklist says (ENA, spatiotemporal metadata).
    requirement: name === country || name === collectionDate ? 'mandatory' : field.requirement,
    type: field.type,
    isListed: true,
    hasMoreUnits: field.hasMoreUnits ?? false,
    minLength: field.minLength ?? 0,
    maxLength: field.maxLength ?? Number.POSITIVE_INFINITY,
    isMultiple: field.multiple ?? false,
    isDate: field.type === 'date' || /\bdate\b/i.test(name),
    ...(pattern !== undefined && { pattern: valuePattern(pattern) }),
    ...(choices && {
      choices: new Set(choices.map((choice) => choice.value)),
      choiceIndex: choiceIndex(field),
    }),
    ...(units && { units: new Set(units) }),
    ...(field.group !== undefined && { group: field.group }),
    ...(axis && { axis }),
  };
}

/** Other words for the values of some fields that people use and checklists do not list. */
const commonNames: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>> = {
  [country]: countryNames,
  'host sex': { male: ['m'], female: ['f'] },
  environmental_sample: { Yes: ['y', 'true'], No: ['n', 'false'] },
  hospitalisation: { yes: ['y', 'true'], no: ['n', 'false'] },
};

function choiceIndex({ name, choices = [] }: ChecklistField): TermIndex {
  const otherNames = commonNames[name] ?? {};
  return new TermIndex(
    choices.map((choice) => [
      choice.value,
      [...(choice.synonyms ?? []), ...(otherNames[choice.value] ?? [])],
    ]),
  );
}

/** The two fields that a sample needs even under a checklist that does not list them. */
function spatiotemporal({ fields }: Checklist): ChecklistField[] {
  return [collectionDate, country]
    .filter((name) => fields.every((field) => field.name !== name))
    .map((name) => ({ name, requirement: 'mandatory', type: 'text' }));
}

/** Whether ENA limits what a value of this field may be. */
export const isConstrained = (field: CompiledField): boolean =>
  field.pattern !== undefined || field.choices !== undefined;

/** Whether pattern and list of the field let a value through. */
export const accepts = (field: CompiledField, value: string): boolean =>
  (field.pattern?.matches(value) ?? true) && (field.choices?.has(value) ?? true);
