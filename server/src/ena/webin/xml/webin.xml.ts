import type { AnalysisInput } from './analysis.xml.ts';
import { analysisXml } from './analysis.xml.ts';
import type { ExperimentInput } from './experiment.xml.ts';
import { experimentXml } from './experiment.xml.ts';
import type { ProjectInput } from './project.xml.ts';
import { projectXml } from './project.xml.ts';
import type { RunInput } from './run.xml.ts';
import { runXml } from './run.xml.ts';
import type { SampleInput } from './sample.xml.ts';
import { sampleXml } from './sample.xml.ts';
import type { SubmissionInput } from './submission.xml.ts';
import { submissionXml } from './submission.xml.ts';
import { UnsendableError } from './unsendable.error.ts';

/**
 * A submission with the objects it concerns. The iterables are read once and object by object, so that 10,000 samples
 * can come from a cursor. Same input, same bytes: nothing here knows the time or an order of its own.
 */
export interface WebinDocument {
  readonly submission: SubmissionInput;
  readonly projects?: Iterable<ProjectInput> | undefined;
  readonly samples?: Iterable<SampleInput> | undefined;
  readonly experiments?: Iterable<ExperimentInput> | undefined;
  readonly runs?: Iterable<RunInput> | undefined;
  readonly analyses?: Iterable<AnalysisInput> | undefined;
}

const DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>\n';

/** The one document of Webin v2: `<WEBIN>` around the sets in ENA's order, in pieces to be joined or streamed. */
export function* webinXml(document: WebinDocument): Generator<string> {
  yield `${DECLARATION}<WEBIN>\n`;
  yield* submissionSetXml(document.submission);
  for (const { set } of objectSetsXml(document)) yield* set;
  yield '</WEBIN>\n';
}

export function* submissionSetXml(submission: SubmissionInput): Generator<string> {
  yield `<SUBMISSION_SET>\n${submissionXml(submission)}</SUBMISSION_SET>\n`;
}

/** The name of the part that a set is in a Webin v1 request. */
export type SetName = 'PROJECT' | 'SAMPLE' | 'EXPERIMENT' | 'RUN' | 'ANALYSIS';

/** The sets of a document, each referring only to those before it; nothing comes out of one without objects. */
export function objectSetsXml(document: WebinDocument): { name: SetName; set: Generator<string> }[] {
  return [
    { name: 'PROJECT', set: setXml('PROJECT', 'project', document.projects ?? [], projectXml) },
    { name: 'SAMPLE', set: setXml('SAMPLE', 'sample', document.samples ?? [], sampleXml) },
    {
      name: 'EXPERIMENT',
      set: setXml('EXPERIMENT', 'experiment', document.experiments ?? [], experimentXml),
    },
    { name: 'RUN', set: setXml('RUN', 'run', document.runs ?? [], runXml) },
    { name: 'ANALYSIS', set: setXml('ANALYSIS', 'analysis', document.analyses ?? [], analysisXml) },
  ];
}

/** A set as a document of its own, the form of the parts of Webin v1; nothing for a set without objects. */
export function* standalone(set: Iterable<string>): Generator<string> {
  let isStarted = false;
  for (const piece of set) {
    if (!isStarted) yield DECLARATION;
    isStarted = true;
    yield piece;
  }
}

/** Nothing at all for no objects: the schema allows no empty set. */
function* setXml<T extends { readonly alias: string }>(
  element: SetName,
  objectType: string,
  inputs: Iterable<T>,
  toXml: (input: T) => string,
): Generator<string> {
  const seen = new Set<string>();
  for (const input of inputs) {
    if (seen.size === 0) yield `<${element}_SET>\n`;
    if (seen.has(input.alias)) throw new UnsendableError(objectType, input.alias, 'alias', 'is given twice');
    seen.add(input.alias);
    yield toXml(input);
  }
  if (seen.size > 0) yield `</${element}_SET>\n`;
}
