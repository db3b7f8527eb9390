// Files that are sent in parts, one of which is in memory at a time; nothing is to be seen before the last has come.
import {
  CompleteMultipartUploadCommand,
  type CompletedPart,
  type S3Client,
  UploadPartCommand,
} from '@aws-sdk/client-s3';

/** S3 takes parts from 5 MiB on, and 10,000 of them: 160 GiB. */
export const usualPartBytes = 16 * 1024 ** 2;

export type Upload = { Bucket: string | undefined; Key: string; UploadId: string };

/**
 * Sends all parts of an upload that was begun, and puts them together. Whoever began it drops it when this fails.
 *
 * @param signal ends one request; asked for anew before each
 * @returns how many bytes were sent
 * @throws the store's errors, the source's, the signal's reason
 */
export async function sendParts(
  client: S3Client,
  upload: Upload,
  chunks: AsyncIterable<Buffer>,
  signal: () => AbortSignal,
  partBytes = usualPartBytes,
): Promise<number> {
  const Parts: CompletedPart[] = [];
  let bytes = 0;
  for await (const Body of partsOf(chunks, partBytes)) {
    const PartNumber = Parts.length + 1;
    const part = { ...upload, PartNumber, Body, ContentLength: Body.length };
    const { ETag, ChecksumCRC32 } = await client.send(new UploadPartCommand(part), { abortSignal: signal() });
    Parts.push({ PartNumber, ETag, ...(ChecksumCRC32 && { ChecksumCRC32 }) });
    bytes += Body.length;
  }
  const whole = new CompleteMultipartUploadCommand({ ...upload, MultipartUpload: { Parts } });
  await client.send(whole, { abortSignal: signal() });
  return bytes;
}

/** Parts of one size; the last is smaller, and the only one may be empty. */
export async function* partsOf(chunks: AsyncIterable<Buffer>, size: number): AsyncGenerator<Buffer> {
  let part = Buffer.alloc(size);
  let used = 0;
  let parts = 0;
  for await (const chunk of chunks) {
    for (let from = 0; from < chunk.length;) {
      const copied = chunk.copy(part, used, from);
      [used, from] = [used + copied, from + copied];
      if (used < size) continue;
      yield part;
      [part, used, parts] = [Buffer.alloc(size), 0, parts + 1];
    }
  }
  if (used > 0 || parts === 0) yield part.subarray(0, used);
}
