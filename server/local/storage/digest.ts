// Compares a body with what its headers say of it, while it streams by: S3 stores nothing that arrives altered.
import { createHash, type BinaryToTextEncoding } from 'node:crypto';
import { Transform, type Readable } from 'node:stream';
import { crc32 } from 'node:zlib';
import { StorageError } from './errors.ts';

interface Check {
  expected: string;
  update(chunk: Buffer): void;
  digest(): string;
  error: () => StorageError;
}

const badDigest = (header: string) => () =>
  new StorageError(400, 'BadDigest', `The ${header} you specified did not match the calculated checksum.`);

function hashCheck(
  expected: string,
  algorithm: string,
  encoding: BinaryToTextEncoding,
  error: Check['error'],
): Check {
  const hash = createHash(algorithm);
  return { expected, update: (chunk) => void hash.update(chunk), digest: () => hash.digest(encoding), error };
}

function crcCheck(expected: string, error: Check['error']): Check {
  let value = 0;
  const digest = () => {
    const bytes = Buffer.alloc(4);
    bytes.writeUInt32BE(value);
    return bytes.toString('base64');
  };
  return { expected, update: (chunk) => void (value = crc32(chunk, value)), digest, error };
}

function checksOf(headers: Record<string, string>, payload: string): Check[] {
  const checks: Check[] = [];
  if (/^[0-9a-f]{64}$/.test(payload)) {
    const text = "The provided 'x-amz-content-sha256' header does not match what was computed.";
    const error = () => new StorageError(400, 'XAmzContentSHA256Mismatch', text);
    checks.push(hashCheck(payload, 'sha256', 'hex', error));
  }
  const sums = { 'content-md5': 'md5', 'x-amz-checksum-sha1': 'sha1', 'x-amz-checksum-sha256': 'sha256' };
  for (const [header, algorithm] of Object.entries(sums)) {
    const expected = headers[header];
    if (expected) checks.push(hashCheck(expected, algorithm, 'base64', badDigest(header)));
  }
  const crc = headers['x-amz-checksum-crc32'];
  if (crc) checks.push(crcCheck(crc, badDigest('x-amz-checksum-crc32')));
  return checks;
}

/**
 * @param payload the hash the signature covers, or a marker
 * @returns the same bytes, ending in a StorageError when they are not what was announced
 */
export function checkedBody(body: Readable, headers: Record<string, string>, payload: string): Readable {
  const checks = checksOf(headers, payload);
  const check = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      for (const each of checks) each.update(chunk);
      done(null, chunk);
    },
    flush(done) {
      const failed = checks.find((each) => each.digest() !== each.expected);
      done(failed?.error() ?? null);
    },
  });
  body.once('error', (error) => check.destroy(error));
  return body.pipe(check);
}
