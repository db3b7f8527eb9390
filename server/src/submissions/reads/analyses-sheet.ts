import {
  propertiesOf,
  propertyField,
  propertyFields,
} from '../../validation/vocabularies/analyses.contract.ts';
import type { RecordRow } from '../record-rows.ts';
import { sheetLine } from '../sheet-line.ts';
import { analysisFileFields, ofAnalysis } from './analysis-details.ts';

/** What columns a table of analyses needs for the records it is to hold. */
export type AnalysesShape = { properties: readonly string[]; mostFiles: number };

const columnsOf = ({ properties, mostFiles }: AnalysesShape): string[] => [
  'samples',
  'experiments',
  'runs',
  'study',
  'description',
  ...propertyFields.filter((field) => properties.includes(field)),
  ...analysisFileFields.slice(0, Math.max(1, mostFiles)).flat(),
];

/** The names of the columns. First one that no value of begins with #: such a row would be a comment. */
export const analysesHeader = (shape: AnalysesShape): string[] => [
  'analysis_type',
  'alias',
  'title',
  ...columnsOf(shape),
];

/** The cells of an analysis. */
export function analysisCells(
  shape: AnalysesShape,
  { alias, title, details }: Pick<RecordRow, 'alias' | 'title' | 'details'>,
): string[] {
  const fields = details && 'properties' in details ? ofAnalysis(details) : {};
  return [
    fields['analysis_type'] ?? '',
    alias,
    title,
    ...columnsOf(shape).map((column) => fields[column] ?? ''),
  ];
}

/** Files that an analysis of most types has: what it is about, and an index of it. */
const usualFiles = 2;

/** An empty table for analyses of a type: its first row says the type, its second names the columns. */
export function analysesTemplate(type: string): string {
  const properties = propertiesOf(type).map(({ name }) => propertyField(name));
  const [, ...columns] = analysesHeader({ properties, mostFiles: usualFiles });
  return `${sheetLine(['AnalysisType', type, 'Analysis submission type'])}${sheetLine(columns)}`;
}
