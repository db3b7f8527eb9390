// What may be asked for. fauxqs takes a parameter it does not know for none at all (`PUT …?tagging` would overwrite
// the object with the tags), so what is not provided is refused by name.
import { StorageError } from './errors.ts';

const PLAIN = new Set(
  'list-type prefix delimiter max-keys marker start-after continuation-token encoding-type fetch-owner x-id'.split(
    ' ',
  ),
);
const SUBRESOURCES: Record<string, readonly string[]> = {
  GET: ['attributes', 'lifecycle', 'partNumber'],
  HEAD: ['partNumber'],
  PUT: ['lifecycle', 'partNumber', 'uploadId'],
  POST: ['delete', 'uploads', 'uploadId'],
  DELETE: ['lifecycle', 'uploadId'],
};

/** Parameters that set a header of the answer to a signed GET. */
export const OVERRIDES: Record<string, string> = {
  'response-content-disposition': 'content-disposition',
  'response-content-type': 'content-type',
  'response-content-language': 'content-language',
  'response-content-encoding': 'content-encoding',
  'response-cache-control': 'cache-control',
  'response-expires': 'expires',
};

/** @throws StorageError NotImplemented */
export function checkSupported(method: string, query: Record<string, unknown>): void {
  const known = (name: string) =>
    PLAIN.has(name) || name in OVERRIDES || /^x-amz-/i.test(name) || SUBRESOURCES[method]?.includes(name);
  const unknown = Object.keys(query).find((name) => !known(name));
  if (unknown === undefined) return;
  const message = `The local object storage does not provide "${method} ?${unknown}".`;
  throw new StorageError(501, 'NotImplemented', message);
}

/** The kinds of body that are understood: whole, hashed, or in chunks with checksums but without signatures. */
export function checkPayload(payload: string): void {
  if (!payload.startsWith('STREAMING-') || payload === 'STREAMING-UNSIGNED-PAYLOAD-TRAILER') return;
  throw new StorageError(501, 'NotImplemented', `The local object storage does not provide ${payload}.`);
}

/**
 * Keys become file names: `..` would lead out of the bucket, and `.` or an empty segment would make two keys one file.
 * @throws StorageError InvalidArgument
 */
export function checkKey(key: string): void {
  const bad = key.split('/').find((segment) => segment === '..' || segment === '.' || segment === '');
  if (bad === undefined) return;
  const what = bad === '' ? 'an empty segment' : `"${bad}"`;
  throw new StorageError(
    400,
    'InvalidArgument',
    `The local object storage takes no key with ${what} in its path.`,
  );
}
