import { detailsOf } from '../../submissions/record-details.ts';
import type { RecordRow } from '../../submissions/record-rows.ts';
import { type Assembly, assemblyOf } from '../assemblies/assembly.ts';
import { CLI_ONLY_ANALYSIS_TYPES } from '../webin/xml/analysis-properties.ts';
import type { AnalysisInput } from '../webin/xml/analysis.xml.ts';
import type { ExperimentInput } from '../webin/xml/experiment.xml.ts';
import type { RunInput } from '../webin/xml/run.xml.ts';
import type { AttachedFile } from './attached-files.ts';
import type { References } from './references.ts';
import { submitterAliasTag } from './submitter-alias.ts';

/** An experiment, run or analysis of a revision, with the alias it has at ENA. */
export type ReadsRecord = Pick<RecordRow, 'alias' | 'title' | 'description' | 'attributes' | 'details'> & {
  type: 'experiment' | 'run' | 'analysis';
  accession: string;
  enaAlias: string;
};

type Context = {
  references: References;
  centerName: string | undefined;
  /** @throws UnfitFile */
  attach: (named: { name: string; md5: string | null }) => AttachedFile;
};

const common = ({ enaAlias, title, alias, attributes }: ReadsRecord, centerName: string | undefined) => ({
  alias: enaAlias,
  title: title || undefined,
  centerName,
  attributes: [
    ...attributes.map(({ tag, value, unit }) => ({ tag, value, units: unit ?? undefined })),
    { tag: submitterAliasTag, value: alias },
  ],
});

/** @throws DanglingReference, ZodError */
export function experimentInput(record: ReadsRecord, { references, centerName }: Context): ExperimentInput {
  const { study, sample, designDescription, library, platform, instrumentModel } = detailsOf.experiment(
    record.details,
  );
  const { name, strategy, source, selection, layout, insertSize, constructionProtocol } = library;
  return {
    ...common(record, centerName),
    study: study ? references.of('project', study) : references.project(),
    sample: references.of('sample', sample),
    designDescription,
    library: {
      name: name || undefined,
      strategy,
      source,
      selection,
      layout,
      constructionProtocol,
      insertSize: layout === 'PAIRED' ? insertSize : null,
    },
    platform,
    instrumentModel,
  };
}

/** @returns the run as ENA gets it, and the files that have to be there before. @throws DanglingReference, UnfitFile, ZodError */
export function runInput(
  record: ReadsRecord,
  { references, centerName, attach }: Context,
): { input: RunInput; files: AttachedFile[] } {
  const { experiment, files } = detailsOf.run(record.details);
  const attached = files.map((file) => ({ ...file, at: attach(file) }));
  return {
    input: {
      ...common(record, centerName),
      experiment: references.of('experiment', experiment),
      files: attached.map(({ at, type, readTypes }) => ({ name: at.path, md5: at.md5, type, readTypes })),
    },
    files: attached.map(({ at }) => at),
  };
}

/** An analysis as ENA gets it by HTTP, or as Webin-CLI gets it. */
export type Analysis = { input: AnalysisInput; files: AttachedFile[] } | { assembly: Assembly };

/** The same for an analysis. @throws DanglingReference, UnfitFile, UnsendableError, ZodError */
export function analysisInput(record: ReadsRecord, { references, centerName, attach }: Context): Analysis {
  const { type, study, samples, experiments, runs, properties, description, files } = detailsOf.analysis(
    record.details,
  );
  const attached = files.map((file) => ({ ...file, at: attach(file) }));
  if (CLI_ONLY_ANALYSIS_TYPES.has(type)) {
    const targets = {
      study: study ? references.of('project', study) : references.project(),
      samples: samples.map((ref) => references.of('sample', ref)),
      runs: runs.map((ref) => references.of('run', ref)),
    };
    const parts = attached.map((file) => ({ type: file.type, file: file.at }));
    const text = description || record.description;
    return {
      assembly: assemblyOf(
        { alias: record.alias, accession: record.enaAlias },
        { type, properties, description: text },
        targets,
        parts,
      ),
    };
  }
  return {
    input: {
      ...common(record, centerName),
      description: description || record.description || undefined,
      type,
      properties,
      study: study ? references.of('project', study) : references.project(),
      samples: samples.map((ref) => references.of('sample', ref)),
      experiments: experiments.map((ref) => references.of('experiment', ref)),
      runs: runs.map((ref) => references.of('run', ref)),
      files: attached.map((file) => ({ name: file.at.path, md5: file.at.md5, type: file.type })),
    },
    files: attached.map(({ at }) => at),
  };
}
