import { filePartOf } from '../../validation/reads/file-fields.ts';
import type { RecordDetails } from '../record-details.contract.ts';
import { flatDetails } from './flat-details.ts';

/** What ENA calls the fields in messages: by element and attribute of its schemas. */
const names: readonly (readonly [name: RegExp, field: string])[] = [
  [/LIBRARY_STRATEGY|library strategy/i, 'library_strategy'],
  [/LIBRARY_SOURCE|library source/i, 'library_source'],
  [/LIBRARY_SELECTION|library selection/i, 'library_selection'],
  [/LIBRARY_LAYOUT|library layout/i, 'library_layout'],
  [/LIBRARY_NAME|library name/i, 'library_name'],
  [/NOMINAL_LENGTH|insert size/i, 'insert_size'],
  [/INSTRUMENT_MODEL|instrument model/i, 'instrument_model'],
  [/EXPERIMENT_TYPE/i, 'experiment_type'],
  [/ANALYSIS_TYPE/i, 'analysis_type'],
  [/\bPLATFORM\b/i, 'platform'],
  [/DESIGN_DESCRIPTION/i, 'design_description'],
  [/SAMPLE_DESCRIPTOR|SAMPLE_REF/i, 'sample'],
  [/STUDY_REF/i, 'study'],
  [/EXPERIMENT_REF/i, 'experiment'],
  [/RUN_REF/i, 'run'],
];

/** Shorter values stand in too many messages by chance. */
const shortestValue = 4;

/**
 * The field of an experiment, a run or an analysis that a message is about: the one it begins with, as our own checks put
 * it (`library_strategy: …`), the file it names, the element of ENA's schema, or the value in quotes.
 *
 * @returns null where it names none, or nothing that the record has
 */
export function fieldInMessage(details: RecordDetails | null, message: string): string | null {
  if (details === null) return null;
  const fields = flatDetails(details);
  const [, first = ''] = /^([a-z][a-z0-9_]*): /.exec(message) ?? [];
  if (Object.hasOwn(fields, first) || first === 'alias' || first === 'title') return first;
  return fileIn(fields, message) ?? elementIn(fields, message) ?? valueIn(fields, message);
}

/** A file by its name, wherever it lies; of what is said of its checksum, the cell of that. */
function fileIn(fields: Readonly<Record<string, string>>, message: string): string | null {
  const isOfChecksum = /checksum|md5/i.test(message);
  for (const [field, value] of Object.entries(fields)) {
    const part = filePartOf(field);
    const isMeant = part?.part === 'name' ? message.includes(value.split('/').at(-1) || value) : false;
    if (!isMeant) continue;
    const checksum = field.replace(/_name$/, '_md5');
    return isOfChecksum && Object.hasOwn(fields, checksum) ? checksum : field;
  }
  return null;
}

function elementIn(fields: Readonly<Record<string, string>>, message: string): string | null {
  for (const [name, field] of names) {
    if (!name.test(message)) continue;
    // An analysis has several of them: `samples`, `runs`.
    const own = [field, `${field}s`].find((each) => Object.hasOwn(fields, each));
    if (own !== undefined) return own;
  }
  return null;
}

function valueIn(fields: Readonly<Record<string, string>>, message: string): string | null {
  const found = Object.entries(fields).filter(
    ([, value]) =>
      value.length >= shortestValue &&
      [`"${value}"`, `'${value}'`, `“${value}”`].some((quoted) => message.includes(quoted)),
  );
  return found.length === 1 ? (found[0]?.[0] ?? null) : null;
}
