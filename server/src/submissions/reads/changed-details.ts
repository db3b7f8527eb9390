import { filePartOf } from '../../validation/reads/file-fields.ts';
import { platformOf } from '../../validation/vocabularies/instruments.contract.ts';
import type { ExperimentDraft, RecordDetails, RunDraft, RunFile } from '../record-details.contract.ts';
import { changedAnalysis } from './analysis-details.ts';
import { ofExperiment } from './flat-details.ts';
import { experimentOf, fileOf, readTypesOf } from './written-details.ts';
import { refOf } from './written-refs.ts';

/** Most files that a run has at ENA. */
const mostFiles = 10;

/**
 * Details with the given fields in place of their own, read as the cells of a sheet are. A blank value empties a field;
 * a file without a name goes.
 *
 * @param given by field, as findings name them
 * @returns the details, or the first field that such a record does not have
 */
export function changedDetails(
  details: RecordDetails | null,
  given: Readonly<Record<string, string>>,
  ownStudies: ReadonlySet<string>,
): { details: RecordDetails } | { unknown: string } {
  if (details && 'library' in details) return changedExperiment(details, given, ownStudies);
  if (details && 'experiment' in details) return changedRun(details, given);
  if (details && 'properties' in details) return changedAnalysis(details, given, ownStudies);
  return { unknown: Object.keys(given)[0] ?? 'details' };
}

function changedExperiment(
  before: ExperimentDraft,
  given: Readonly<Record<string, string>>,
  ownStudies: ReadonlySet<string>,
): { details: ExperimentDraft } | { unknown: string } {
  const fields = new Map(Object.entries(ofExperiment(before)));
  const unknown = Object.keys(given).find((field) => !fields.has(field));
  if (unknown !== undefined) return { unknown };
  for (const [field, value] of Object.entries(given)) fields.set(field, value);
  // A platform that followed from the model follows the new one.
  const wasDerived = before.platform === (platformOf(before.instrumentModel) ?? '');
  if (wasDerived && given['platform'] === undefined && given['instrument_model'] !== undefined)
    fields.set('platform', platformOf(given['instrument_model']) ?? before.platform);
  return { details: experimentOf((place) => fields.get(place.replace('experiment/', '')) ?? '', ownStudies) };
}

function changedRun(
  before: RunDraft,
  given: Readonly<Record<string, string>>,
): { details: RunDraft } | { unknown: string } {
  const files: RunFile[] = before.files.map((file) => ({ ...file }));
  let { experiment } = before;
  for (const [field, value] of Object.entries(given)) {
    const at = filePartOf(field);
    if (field === 'experiment') experiment = refOf(value);
    else if (!at || at.index > files.length || at.index >= mostFiles) return { unknown: field };
    else files[at.index] = changedFile(files[at.index] ?? fileLike(files[0]), at.part, value);
  }
  return {
    details: { experiment, files: files.filter(({ name, md5 }) => name.trim() !== '' || md5 !== null) },
  };
}

const fileLike = (other: RunFile | undefined): RunFile => ({
  name: '',
  type: other?.type ?? '',
  md5: null,
  readTypes: [],
});

function changedFile(file: RunFile, part: string, value: string): RunFile {
  if (part === 'name') return { ...file, name: fileOf(value, '', '', '').name };
  if (part === 'md5') return { ...file, md5: value.trim() === '' ? null : value };
  return part === 'type' ? { ...file, type: value } : { ...file, readTypes: readTypesOf(value) };
}
