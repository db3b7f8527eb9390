import type { ProjectInput } from './project.xml.ts';
import { projectXml } from './project.xml.ts';
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
}

const DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>\n';

/** The one document of Webin v2: `<WEBIN>` around the sets, in pieces to be joined or streamed. */
export function* webinXml(document: WebinDocument): Generator<string> {
  yield `${DECLARATION}<WEBIN>\n`;
  yield* submissionSetXml(document.submission);
  if (document.projects) yield* projectSetXml(document.projects);
  if (document.samples) yield* sampleSetXml(document.samples);
  yield '</WEBIN>\n';
}

export function* submissionSetXml(submission: SubmissionInput): Generator<string> {
  yield `<SUBMISSION_SET>\n${submissionXml(submission)}</SUBMISSION_SET>\n`;
}

/** Nothing at all for no projects: the schema allows no empty set. */
export function projectSetXml(projects: Iterable<ProjectInput>): Generator<string> {
  return setXml('PROJECT_SET', 'project', projects, projectXml);
}

/** Nothing at all for no samples: the schema allows no empty set. */
export function sampleSetXml(samples: Iterable<SampleInput>): Generator<string> {
  return setXml('SAMPLE_SET', 'sample', samples, sampleXml);
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

function* setXml<T extends { readonly alias: string }>(
  element: string,
  objectType: string,
  inputs: Iterable<T>,
  toXml: (input: T) => string,
): Generator<string> {
  const seen = new Set<string>();
  for (const input of inputs) {
    if (seen.size === 0) yield `<${element}>\n`;
    if (seen.has(input.alias)) throw new UnsendableError(objectType, input.alias, 'alias', 'is given twice');
    seen.add(input.alias);
    yield toXml(input);
  }
  if (seen.size > 0) yield `</${element}>\n`;
}
