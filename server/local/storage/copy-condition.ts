// The conditions that are used: bytes are copied only while they are the ones that are meant, and put only where
// nothing lies.
import { StorageError } from './errors.ts';

/** @returns the ETag of an object; undefined when there is none */
export type EtagOf = (bucket: string, key: string) => string | undefined;

const bare = (etag: string): string => etag.replace(/^"|"$/g, '');

/**
 * `x-amz-copy-source-if-match` (Amazon S3 API reference, CopyObject). A source that is missing is for the copy to say.
 * @throws StorageError PreconditionFailed
 */
export function checkCopyCondition(headers: Record<string, string>, etagOf: EtagOf): void {
  const source = headers['x-amz-copy-source'];
  const wanted = headers['x-amz-copy-source-if-match'];
  if (!source || !wanted) return;
  const path = decodeURIComponent(source).replace(/^\//, '');
  const slash = path.indexOf('/');
  const found = etagOf(path.slice(0, slash), path.slice(slash + 1));
  if (found === undefined || bare(found) === bare(wanted)) return;
  throw failed();
}

/** `If-None-Match: *` (Amazon S3 API reference, PutObject). @throws StorageError PreconditionFailed */
export function checkPutCondition(headers: Record<string, string>, found: string | undefined): void {
  if (headers['if-none-match'] === '*' && found !== undefined) throw failed();
}

const failed = () =>
  new StorageError(
    412,
    'PreconditionFailed',
    'At least one of the pre-conditions you specified did not hold',
  );
