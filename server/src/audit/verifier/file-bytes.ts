import { closeSync, createReadStream, openSync, readFileSync, readSync, type Stats, statSync } from 'node:fs';
import { createGunzip } from 'node:zlib';
import { type Found, unreadable } from './verdict.ts';

const piece = 256 * 1024;
/** Small enough for what is made of it to stay in the processor's cache. */
const smallPiece = 64 * 1024;

/** The bytes of a file, unpacked when it is gzip. @throws Found when it cannot be read or is cut inside the compression */
export async function* bytesOf(path: string): AsyncGenerator<Buffer> {
  const isPacked = await isGzip(path);
  const file = createReadStream(path, { highWaterMark: piece });
  const stream = isPacked ? file.pipe(createGunzip({ chunkSize: piece })) : file;
  file.on('error', (error) => stream.destroy(error));
  try {
    for await (const chunk of stream) yield chunk as Buffer;
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === 'Z_BUF_ERROR') throw unreadable('file', 'file_cut_gzip');
    if (code?.startsWith('Z_')) throw unreadable('file', 'file_gzip', { message });
    throw cannotRead(error);
  } finally {
    file.destroy();
  }
}

/** As `bytesOf`, faster; each piece is good until the next is asked for. @throws Found */
export async function* piecesOf(path: string, length = smallPiece): AsyncGenerator<Buffer> {
  if (await isGzip(path)) return yield* bytesOf(path);
  const file = openSync(path, 'r');
  const into = Buffer.allocUnsafeSlow(length);
  try {
    for (let read = -1; read !== 0;) {
      read = readSync(file, into);
      if (read > 0) yield into.subarray(0, read);
    }
  } catch (error) {
    throw cannotRead(error);
  } finally {
    closeSync(file);
  }
}

/** @throws Found */
export async function isGzip(path: string): Promise<boolean> {
  try {
    for await (const chunk of createReadStream(path, { end: 1 })) {
      return (chunk as Buffer)[0] === 0x1f && (chunk as Buffer)[1] === 0x8b;
    }
    return false;
  } catch (error) {
    throw cannotRead(error);
  }
}

/** A file is read more than once: neither a pipe nor a device can be. @throws Found */
export function assertIsFile(path: string): void {
  const stats = statsOf(path, 'file');
  if (stats.isFile()) return;
  if (stats.isDirectory()) throw unreadable('file', 'file_folder_given');
  throw unreadable('file', 'file_pipe');
}

/** @param place what it is for @throws Found */
export function statsOf(path: string, place: string): Stats {
  try {
    return statSync(path);
  } catch (error) {
    throw cannotRead(error, place);
  }
}

/** @param place what it is for @throws Found */
export function contentOf(path: string, place: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    throw cannotRead(error, place);
  }
}

const refusals = {
  ENOENT: 'file_absent',
  ENOTDIR: 'file_absent',
  EISDIR: 'file_folder',
  EACCES: 'file_refused',
  EPERM: 'file_refused',
} as const;

/** What an error of the file system says. */
export function cannotRead(error: unknown, place = 'file'): Found {
  const { code = '', message } = error as NodeJS.ErrnoException;
  return code in refusals
    ? unreadable(place, refusals[code as keyof typeof refusals])
    : unreadable(place, 'file_unread', { message: code || message });
}
