import { platformOf } from '../../validation/vocabularies/instruments.contract.ts';
import type { ExperimentDraft, RunFile } from '../record-details.contract.ts';
import { refOf, studyOf } from './written-refs.ts';

/** The cell of a field, `experiment/sample` or `run/file_name`; empty where the table has no such column. */
export type Cells = (place: string) => string;

/** What the cells of an experiment say, kept as they are written where they cannot be read as more than text. */
export function experimentOf(cells: Cells, ownStudies: ReadonlySet<string>): ExperimentDraft {
  const cell = (field: string) => cells(`experiment/${field}`);
  const instrumentModel = cell('instrument_model');
  return {
    study: studyOf(cell('study'), ownStudies),
    sample: refOf(cell('sample')),
    designDescription: cell('design_description'),
    library: {
      name: cell('library_name'),
      strategy: cell('library_strategy'),
      source: cell('library_source'),
      selection: cell('library_selection'),
      layout: cell('library_layout'),
      insertSize: insertSizeOf(cell('insert_size')),
      constructionProtocol: cell('library_construction_protocol') || null,
    },
    platform: cell('platform').trim() === '' ? (platformOf(instrumentModel) ?? '') : cell('platform'),
    instrumentModel,
  };
}

/** A number where it is plainly one; null where there is none. */
export function insertSizeOf(text: string): number | string | null {
  if (text.trim() === '') return null;
  return /^\s*[1-9]\d{0,8}\s*$/.test(text) ? Number(text) : text;
}

/** A file of a run. ENA's upload area begins with `/`, which is no part of the name. */
export const fileOf = (name: string, type: string, md5: string, readTypes: string): RunFile => ({
  name: name.replace(/^\/+/, ''),
  type,
  md5: md5.trim() === '' ? null : md5,
  readTypes: readTypesOf(readTypes),
});

/** Several are separated by commas. */
export const readTypesOf = (text: string): string[] =>
  text
    .split(/[,|]/)
    .map((type) => type.trim())
    .filter((type) => type !== '');
