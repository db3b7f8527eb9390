import {
  analysisFileTypes,
  analysisTypes,
  valuesOfField,
} from '@contract/validation/vocabularies/analyses.contract.ts';
import { runFileTypes, readTypes } from '@contract/validation/vocabularies/files.contract.ts';
import { instruments } from '@contract/validation/vocabularies/instruments.contract.ts';
import {
  libraryLayouts,
  librarySelections,
  librarySources,
  libraryStrategies,
} from '@contract/validation/vocabularies/library.contract.ts';
import type { SheetColumn } from './sheetColumns.ts';

const ofFields: Readonly<Record<string, readonly string[]>> = {
  library_strategy: Object.keys(libraryStrategies),
  library_source: Object.keys(librarySources),
  library_selection: Object.keys(librarySelections),
  library_layout: Object.keys(libraryLayouts),
  platform: Object.keys(instruments),
  analysis_type: analysisTypes,
  instrument_model: [...new Set(Object.values(instruments).flat())],
};

/** The values that ENA takes in a column, where there are only so many; suggestions, never a fence. */
export const cellOptions = ({ detail, file }: SheetColumn, type?: string): readonly string[] => {
  if (detail !== undefined) return ofFields[detail.field] ?? valuesOfField(detail.field);
  if (file?.part === 'type') return type === 'analysis' ? analysisFileTypes : runFileTypes;
  return file?.part === 'read_type' ? readTypes : [];
};
