import type { IncomingMessage } from 'node:http';
import type { SubmissionRequest } from './processor.ts';
import type { SubmittedAction, SubmittedFile } from './submitted.ts';
import type { DocumentType } from './webin-shapes.ts';
import { SHAPES } from './webin-shapes.ts';

/** ENA's limit for one XML document. */
const MAX_XML_BYTES = 15 * 1024 * 1024;
const MAX_BODY_BYTES = 4 * MAX_XML_BYTES;

/** A request that is turned away before anything of it is looked at. */
export class RefusedRequestError extends Error {
  override readonly name = 'RefusedRequestError';
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

/** @throws RefusedRequestError 413 */
export async function readBody(request: IncomingMessage): Promise<Buffer> {
  const pieces: Buffer[] = [];
  let length = 0;
  for await (const piece of request as AsyncIterable<Buffer>) {
    length += piece.length;
    if (length > MAX_BODY_BYTES) throw new RefusedRequestError(413, 'The request is too large.');
    pieces.push(piece);
  }
  return Buffer.concat(pieces, length);
}

/** What v2 takes: the document as the body, or as the part `file`, which must have a file name. */
export async function v2File(contentType: string, body: Buffer): Promise<SubmittedFile> {
  if (/^(?:application|text)\/xml\b/i.test(contentType)) return webinFile('webin.xml', body);
  if (/^application\/json\b/i.test(contentType)) return webinFile('webin.json', body);
  if (!/^multipart\/form-data\b/i.test(contentType)) {
    throw new RefusedRequestError(415, `Content-Type '${contentType}' is not supported.`);
  }
  const file = (await formData(contentType, body)).get('file');
  if (!(file instanceof File))
    throw new RefusedRequestError(400, "Required request part 'file' is not present.");
  return webinFile(file.name, Buffer.from(await file.arrayBuffer()));
}

/** What v1 takes: a file for each kind of object; ACTION, HOLD_DATE and CENTER_NAME make a SUBMISSION unnecessary. */
export async function v1Files(contentType: string, body: Buffer): Promise<SubmissionRequest> {
  if (!/^multipart\/form-data\b/i.test(contentType)) {
    throw new RefusedRequestError(415, `Content-Type '${contentType}' is not supported.`);
  }
  const form = await formData(contentType, body);
  const actions = actionsOf(textOf(form, 'ACTION'), textOf(form, 'HOLD_DATE'));
  const files: SubmittedFile[] = [];
  for (const part of Object.keys(SHAPES) as DocumentType[]) {
    if (part === 'submission' && actions) continue;
    for (const file of form.getAll(part.toUpperCase())) {
      if (!(file instanceof File))
        throw new RefusedRequestError(400, `The part ${part.toUpperCase()} has no file name.`);
      const bytes = Buffer.from(await file.arrayBuffer());
      if (bytes.length > MAX_XML_BYTES)
        throw new RefusedRequestError(413, `${file.name} is larger than 15 MB.`);
      files.push({ part, fileName: file.name, bytes });
    }
  }
  if (files.length === 0) throw new RefusedRequestError(400, 'The request has no SUBMISSION and no objects.');
  return { files, actions, centerName: textOf(form, 'CENTER_NAME') };
}

function webinFile(fileName: string, bytes: Buffer): SubmittedFile {
  if (bytes.length > MAX_XML_BYTES) throw new RefusedRequestError(413, 'The document is larger than 15 MB.');
  return { part: 'webin', fileName, bytes };
}

async function formData(contentType: string, body: Buffer): Promise<FormData> {
  try {
    return await new Response(new Uint8Array(body), { headers: { 'content-type': contentType } }).formData();
  } catch {
    throw new RefusedRequestError(400, 'The multipart request cannot be parsed.');
  }
}

function textOf(form: FormData, name: string): string | undefined {
  const value = form.get(name);
  return typeof value === 'string' && value !== '' ? value : undefined;
}

/** ACTION is `ADD`, `MODIFY`, `VALIDATE` (to be added), `VALIDATE,ADD` or `VALIDATE,MODIFY`; HOLD_DATE is dd-MM-yyyy. */
function actionsOf(action: string | undefined, holdDate: string | undefined): SubmittedAction[] | undefined {
  if (action === undefined) return undefined;
  const types = action.split(',').map((type) => type.trim().toUpperCase());
  const listed = types.length === 1 && types[0] === 'VALIDATE' ? ['VALIDATE', 'ADD'] : types;
  const hold = holdDate && { type: 'HOLD', holdUntilDate: holdDate.split('-').reverse().join('-') };
  return [...listed.map((type) => ({ type })), ...(hold ? [hold] : [])];
}
