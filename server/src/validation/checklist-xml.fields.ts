import type { XmlElement } from 'libxml2-wasm';
import type { Checklist, ChecklistField } from './checklist.contract.ts';
import { childrenOf, textOf, textsOf } from './checklist-xml.elements.ts';

type Report = (problem: string) => void;

const rules = {
  'any number or none of the fields': 'any',
  'one of the fields': 'one',
  'at least one of the fields': 'at_least_one',
  'one or none of the fields': 'at_most_one',
} as const satisfies Record<string, NonNullable<Checklist['groups']>[number]['rule']>;

const types = {
  TEXT_FIELD: 'text',
  TEXT_AREA_FIELD: 'textarea',
  TEXT_CHOICE_FIELD: 'choice',
  DATE_FIELD: 'date',
  TAXON_FIELD: 'taxon',
  ONTOLOGY_FIELD: 'ontology',
} as const satisfies Record<string, ChecklistField['type']>;

const requirements = ['mandatory', 'recommended', 'optional'] as const;

export function groupsOf(descriptor: XmlElement, report: Report): NonNullable<Checklist['groups']> {
  return childrenOf(descriptor, 'FIELD_GROUP').map((group, index) => {
    const name = groupName(group, index);
    const written = group.attr('restrictionType')?.value ?? 'Any number or none of the fields';
    const rule = valueOf(rules, written.trim().toLowerCase());
    if (rule === undefined) report(`group “${name}”: unknown restrictionType “${written}”`);
    return { name, rule: rule ?? 'any' };
  });
}

export function fieldsOf(descriptor: XmlElement, report: Report): ChecklistField[] {
  return childrenOf(descriptor, 'FIELD_GROUP').flatMap((group, index) =>
    childrenOf(group, 'FIELD').map((field) => fieldOf(field, groupName(group, index), report)),
  );
}

const groupName = (group: XmlElement, index: number) => textOf(group, 'NAME') ?? `group ${index + 1}`;

/** LABEL, not NAME, is the tag under which a value is submitted. */
function fieldOf(element: XmlElement, group: string, report: Report): ChecklistField {
  const name = textOf(element, 'LABEL') ?? '';
  const about = (problem: string) =>
    report(`field “${name || (textOf(element, 'NAME') ?? '')}” of group “${group}”: ${problem}`);
  if (name === '') about('it has no LABEL');
  const [kind] = childrenOf(childrenOf(element, 'FIELD_TYPE')[0]);
  const type = kind ? valueOf(types, kind.name) : 'text';
  if (type === undefined) about(`unknown FIELD_TYPE ${kind?.name ?? ''}`);
  const description = textOf(element, 'DESCRIPTION');
  const synonyms = textsOf(element, 'SYNONYM');
  const units = childrenOf(element, 'UNITS').flatMap((list) => textsOf(list, 'UNIT'));
  return {
    name,
    ...(description !== undefined && { description }),
    ...(synonyms.length > 0 && { synonyms }),
    requirement: requirementOf(element, about),
    type: type ?? 'text',
    ...limitsOf(kind, about),
    ...(type === 'choice' && { choices: choicesOf(kind) }),
    ...(units.length > 0 && { units: [...new Set(units)] }),
    ...(textOf(element, 'MULTIPLICITY')?.toLowerCase() === 'multiple' && { multiple: true as const }),
    group,
  };
}

function requirementOf(element: XmlElement, about: Report): ChecklistField['requirement'] {
  const written = textOf(element, 'MANDATORY')?.toLowerCase();
  const found = requirements.find((requirement) => requirement === written);
  if (!found)
    about(
      `MANDATORY is ${written === undefined ? 'missing' : `“${written}”`}, not one of ${requirements.join(', ')}`,
    );
  return found ?? 'optional';
}

function limitsOf(kind: XmlElement | undefined, about: Report): Partial<ChecklistField> {
  const pattern = textOf(kind, 'REGEX_VALUE');
  const minLength = lengthOf(kind, 'MIN_LENGTH', about);
  const maxLength = lengthOf(kind, 'MAX_LENGTH', about);
  return {
    ...(pattern !== undefined && { pattern }),
    ...(minLength !== undefined && { minLength }),
    ...(maxLength !== undefined && { maxLength }),
  };
}

function lengthOf(kind: XmlElement | undefined, name: string, about: Report): number | undefined {
  const text = textOf(kind, name);
  if (text === undefined) return undefined;
  if (!/^\d{1,9}$/.test(text)) about(`${name} is “${text}”, not a number`);
  return Number.parseInt(text, 10);
}

function choicesOf(kind: XmlElement | undefined): NonNullable<ChecklistField['choices']> {
  return childrenOf(kind, 'TEXT_VALUE').flatMap((choice) => {
    const value = textOf(choice, 'VALUE');
    const synonyms = textsOf(choice, 'SYNONYM');
    return value === undefined ? [] : [{ value, ...(synonyms.length > 0 && { synonyms }) }];
  });
}

const valueOf = <T>(table: Readonly<Record<string, T>>, key: string): T | undefined =>
  Object.hasOwn(table, key) ? table[key] : undefined;
