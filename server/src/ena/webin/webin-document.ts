import { documentBytes, documentBytesInTurns } from './xml/document-bytes.ts';
import type { WebinDocument } from './xml/webin.xml.ts';
import { projectSetXml, sampleSetXml, standalone, submissionSetXml, webinXml } from './xml/webin.xml.ts';

/** The XML files of one Webin v1 request, by the name of their part. */
export interface WebinParts {
  readonly SUBMISSION: Uint8Array;
  readonly PROJECT?: Uint8Array;
  readonly SAMPLE?: Uint8Array;
}

/**
 * The bytes of a Webin v2 request. They are the payload: hash and keep exactly these, and send exactly these again.
 * @throws UnsendableError naming record and field; DocumentTooLargeError
 */
export function webinDocument(document: WebinDocument): Uint8Array {
  return documentBytes(webinXml(document));
}

/** The same for large ones, in turns with everything else the process does. */
export function webinDocumentInTurns(document: WebinDocument): Promise<Uint8Array> {
  return documentBytesInTurns(webinXml(document));
}

/** The same submission as the parts of a Webin v1 request. */
export function webinParts({ submission, projects, samples }: WebinDocument): WebinParts {
  const project = part(projectSetXml(projects ?? []));
  const sample = part(sampleSetXml(samples ?? []));
  return {
    SUBMISSION: part(submissionSetXml(submission)),
    ...(project.length > 0 && { PROJECT: project }),
    ...(sample.length > 0 && { SAMPLE: sample }),
  };
}

function part(set: Iterable<string>): Uint8Array {
  return documentBytes(standalone(set));
}
