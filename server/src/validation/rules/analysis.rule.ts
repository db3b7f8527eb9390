import { error, type Issue, listOf, quoted, warning } from '../issue.ts';
import type { AnalysisFileInput, AnalysisInput } from '../reads/reads.ts';
import { type AnalysisProperty, propertiesOf } from '../vocabularies/analyses.contract.ts';
import { ofList, type Vocabulary } from '../vocabularies/vocabulary.ts';
import { termIssue } from './term.rule.ts';
import { controlIssue } from './text.rule.ts';

/** The file that a type of analysis is about, where there is no doubt of it; ENA's schema does not say. */
const mainFiles: Readonly<Record<string, readonly string[]>> = {
  SEQUENCE_VARIATION: ['vcf', 'vcf_aggregate', 'bcf', 'bcf_aggregate'],
  REFERENCE_ALIGNMENT: ['bam', 'cram'],
};

export function analysisFilesIssue(type: string, files: readonly AnalysisFileInput[]): Issue | undefined {
  if (files.length === 0) return error('file.required', 'The analysis has no file.');
  const expected = Object.hasOwn(mainFiles, type) ? mainFiles[type] : undefined;
  if (!expected || files.some((file) => expected.includes(file.type))) return undefined;
  return warning(
    'file.of_analysis',
    `None of its files is ${listOf(expected)}, as those of ${type} are: is the type right?`,
  );
}

/** What an analysis was made from. */
export function nothingNamedIssue({
  samples,
  experiments,
  runs,
}: Pick<AnalysisInput['details'], 'samples' | 'experiments' | 'runs'>): Issue | undefined {
  if (samples.length + experiments.length + runs.length > 0) return undefined;
  return warning(
    'analysis.no_reference',
    'The analysis names no sample, experiment or run: nobody will find it from what it was made of.',
  );
}

const vocabularyOf = new WeakMap<readonly string[], Vocabulary>();
const truth = ['true', 'false'];

function vocabulary(values: readonly string[]): Vocabulary {
  const known = vocabularyOf.get(values);
  if (known) return known;
  const made = ofList(values);
  vocabularyOf.set(values, made);
  return made;
}

/** An issue of a property; `item` is the value that it is about, where it is one. */
export type PropertyIssue = { name: string; item: string | null; issue: Issue };

/** What a type of analysis takes that is missing, and what is given that it does not take. */
export function propertyIssues(
  type: string,
  given: Readonly<Record<string, string | readonly string[]>>,
): PropertyIssue[] {
  const properties = propertiesOf(type);
  const missing = properties.filter(
    ({ name, isRequired }) => isRequired && valuesOf(given, name).length === 0,
  );
  const found = Object.keys(given).flatMap((name): PropertyIssue[] => {
    const property = properties.find((one) => one.name === name);
    const [first] = valuesOf(given, name);
    if (!property) return first === undefined ? [] : [{ name, item: null, issue: notTaken(type, name) }];
    return valuesOf(given, name).flatMap((item) => {
      const issue = valueIssue(property, item);
      return issue ? [{ name, item, issue }] : [];
    });
  });
  return [
    ...missing.map(({ name }) => ({
      name,
      item: null,
      issue: error('property.required', `${name} is missing: ENA requires it of ${type}.`),
    })),
    ...found,
  ];
}

const valuesOf = (given: Readonly<Record<string, string | readonly string[]>>, name: string): string[] =>
  [Object.hasOwn(given, name) ? (given[name] ?? []) : []].flat().filter((value) => value.trim() !== '');

const notTaken = (type: string, name: string): Issue =>
  error('property.not_taken', `${name} is nothing that ENA takes of ${type}: leave it empty.`, '');

function valueIssue({ name, form, values }: AnalysisProperty, value: string): Issue | undefined {
  const allowed = form === 'boolean' ? truth : values;
  if (allowed) return termIssue(value, name, vocabulary(allowed));
  if (form === 'assembly' && /^(?:https?|ftp):/i.test(value) && !URL.canParse(value))
    return error('property.form', `${quoted(value)} is no web address.`);
  if (form === 'field' && value.split(':')[0]?.trim() === '')
    return error('property.form', `${quoted(value)} has no name before the colon.`);
  return controlIssue(value);
}
