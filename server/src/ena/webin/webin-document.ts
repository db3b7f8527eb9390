import { documentBytes, documentBytesInTurns } from './xml/document-bytes.ts';
import type { SetName, WebinDocument } from './xml/webin.xml.ts';
import { objectSetsXml, standalone, submissionSetXml, webinXml } from './xml/webin.xml.ts';

/** The sets of one Webin v1 request, each as an XML file by the name of its part. */
export type WebinSets = { readonly [name in SetName]?: Uint8Array };

/** The same with the submission that says what is to be done with them. */
export type WebinParts = WebinSets & { readonly SUBMISSION: Uint8Array };

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
export function webinParts(document: WebinDocument): WebinParts {
  const sets = objectSetsXml(document).map(({ name, set }) => [name, part(set)] as const);
  return {
    SUBMISSION: part(submissionSetXml(document.submission)),
    ...Object.fromEntries(sets.filter(([, bytes]) => bytes.length > 0)),
  };
}

function part(set: Iterable<string>): Uint8Array {
  return documentBytes(standalone(set));
}
