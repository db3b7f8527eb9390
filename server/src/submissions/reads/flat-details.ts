import { fileField } from '../../validation/reads/file-fields.ts';
import type { ExperimentDraft, RecordDetails, RunDraft } from '../record-details.contract.ts';
import { ofAnalysis } from './analysis-details.ts';
import { writtenRef } from './written-refs.ts';

/** Details by field, as findings, changes and sheets name the fields; without those that are empty. */
export function flatDetails(details: RecordDetails | null): Record<string, string> {
  if (details === null) return {};
  const all =
    'library' in details
      ? ofExperiment(details)
      : 'experiment' in details
        ? ofRun(details)
        : ofAnalysis(details);
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== ''));
}

export const ofExperiment = (details: ExperimentDraft): Record<string, string> => ({
  study: writtenRef(details.study),
  sample: writtenRef(details.sample),
  design_description: details.designDescription,
  library_name: details.library.name,
  library_strategy: details.library.strategy,
  library_source: details.library.source,
  library_selection: details.library.selection,
  library_layout: details.library.layout,
  insert_size: details.library.insertSize === null ? '' : String(details.library.insertSize),
  library_construction_protocol: details.library.constructionProtocol ?? '',
  platform: details.platform,
  instrument_model: details.instrumentModel,
});

function ofRun({ experiment, files }: RunDraft): Record<string, string> {
  const fields = files.flatMap((file, index) => {
    const name = (part: Parameters<typeof fileField>[0]) =>
      fileField(part, index, files.length, files[0]?.type ?? '');
    return [
      [name('name'), file.name],
      [name('md5'), file.md5 ?? ''],
      [name('type'), file.type],
      [name('read_type'), file.readTypes.join(',')],
    ] as const;
  });
  return { experiment: writtenRef(experiment), ...Object.fromEntries(fields) };
}
