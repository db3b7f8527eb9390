import type { AnalysisProperty } from './analysis-properties.ts';
import { ANALYSIS_PROPERTIES, CLI_ONLY_ANALYSIS_TYPES } from './analysis-properties.ts';
import type { ObjectText } from './object-text.ts';

export type AnalysisPropertyValues = Readonly<Record<string, string | readonly string[]>>;

// What can be an accession at INSDC: letters, an underscore perhaps, digits, a version perhaps.
const ACCESSION = /^[A-Z]{1,6}_?[A-Z]{0,2}[0-9]{3,}(?:\.[0-9]+)?$/;

/**
 * The element named after the type, with the properties that are given.
 * @throws UnsendableError for a type that ENA does not take over REST, and for properties that do not fit it
 */
export function analysisTypeXml(text: ObjectText, type: string, given: AnalysisPropertyValues): string {
  if (CLI_ONLY_ANALYSIS_TYPES.has(type))
    throw text.unsendable('analysis type', `${type} goes through Webin-CLI, ENA takes it no other way`);
  const properties = Object.hasOwn(ANALYSIS_PROPERTIES, type) ? ANALYSIS_PROPERTIES[type] : undefined;
  if (!properties) throw text.unsendable('analysis type', `"${type}" is not one of ENA's`);
  const unknown = Object.keys(given).find((name) => !properties.some((property) => property.name === name));
  if (unknown !== undefined) throw text.unsendable(unknown, `is nothing that ${type} takes`);
  const inner = properties.map((property) => propertyXml(text, property, given)).join('');
  return inner === '' ? `<${type}/>` : `<${type}>${inner}</${type}>`;
}

function propertyXml(text: ObjectText, property: AnalysisProperty, given: AnalysisPropertyValues): string {
  const { name, isRequired, isMultiple, values: allowed } = property;
  const own = Object.hasOwn(given, name) ? given[name] : undefined;
  const values = [own ?? []].flat().filter((value) => value.trim() !== '');
  if (isRequired && values.length === 0) throw text.unsendable(name, 'is missing');
  if (!isMultiple && values.length > 1) throw text.unsendable(name, 'has more than one value');
  const wrong = values.find((value) => allowed && !allowed.includes(value));
  if (wrong !== undefined) throw text.unsendable(name, `"${wrong}" is not one of the values that ENA takes`);
  if (values.length === 0) return '';
  const elements = values.map((value) => WRITERS[property.form](text, name, value)).join('');
  return property.form === 'field' ? `<${name}>${elements}</${name}>` : elements;
}

const WRITERS: Readonly<
  Record<AnalysisProperty['form'], (text: ObjectText, name: string, value: string) => string>
> = {
  text: (text, name, value) => text.element(name, value, name),
  boolean(text, name, value) {
    if (value !== 'true' && value !== 'false') throw text.unsendable(name, 'is neither true nor false');
    return text.element(name, value, name);
  },
  assembly(text, name, value) {
    if (!/^(?:https?|ftp):/i.test(value))
      return `<${name}><STANDARD${named(text, name, value, 'refname')}/></${name}>`;
    const url = URL.parse(value);
    if (!url) throw text.unsendable(name, `"${value}" is not a web address`);
    return `<${name}><CUSTOM><URL_LINK>${text.element('URL', url.href, name)}</URL_LINK></CUSTOM></${name}>`;
  },
  sequence: (text, name, value) => `<${name}${named(text, name, value, 'label')}/>`,
  field(text, name, value) {
    const [field = '', ...rest] = value.split(':');
    const inner = text.element('NAME', text.required(field.trim(), name), name);
    return `<FIELD>${inner}${text.element('DESCRIPTION', rest.join(':').trim(), name)}</FIELD>`;
  },
};

/** The attributes of a reference: accession and what follows it, or a name alone. */
function named(text: ObjectText, field: string, value: string, second: 'refname' | 'label'): string {
  const [first = '', ...rest] = value.trim().split(/\s+/);
  if (!ACCESSION.test(first)) return text.attribute('refname', value.trim(), field);
  return text.attribute('accession', first, field) + text.attribute(second, rest.join(' '), field);
}
