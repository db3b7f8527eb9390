import { promisify } from 'node:util';
import { crc32, inflateRaw } from 'node:zlib';

const inflate = promisify(inflateRaw);

export class ZipError extends Error {}

export type ZipEntry = { name: string; bytes: Buffer };

const mostEntries = 2_000;

/**
 * Reads files out of a zip archive, by its central directory alone, and never more bytes than allowed: what the archive
 * says of their sizes is not believed.
 *
 * @param wanted whether a file of that name is wanted
 * @param mostBytes of all wanted files together, unpacked
 * @throws ZipError for what is no zip archive, is encrypted, or unpacks to more
 */
export async function readZip(
  archive: Buffer,
  wanted: (name: string) => boolean,
  mostBytes: number,
): Promise<ZipEntry[]> {
  const entries: ZipEntry[] = [];
  let left = mostBytes;
  for (const entry of directory(archive)) {
    if (!wanted(entry.name)) continue;
    if (entries.some(({ name }) => name === entry.name)) throw new ZipError('it holds a file twice');
    const bytes = await unpack(archive, entry, left);
    left -= bytes.byteLength;
    entries.push({ name: entry.name, bytes });
  }
  return entries;
}

type Listed = { name: string; method: number; packed: number; offset: number };

/** The central directory (APPNOTE.TXT of PKWARE, 4.3.12), without the extensions for archives over 4 GB. */
function directory(archive: Buffer): Listed[] {
  const end = archive.lastIndexOf(Buffer.from('504b0506', 'hex'));
  if (end === -1 || end + 22 > archive.length) throw new ZipError('its directory is missing');
  const count = archive.readUInt16LE(end + 10);
  let at = archive.readUInt32LE(end + 16);
  if (count > mostEntries) throw new ZipError(`it holds more than ${mostEntries} files`);
  const listed: Listed[] = [];
  for (let index = 0; index < count; index++) {
    if (at + 46 > archive.length || archive.readUInt32LE(at) !== 0x02014b50)
      throw new ZipError('its directory is damaged');
    if (archive.readUInt16LE(at + 8) & 1) throw new ZipError('it is protected by a password');
    const [name, extra, comment] = [28, 30, 32].map((field) => archive.readUInt16LE(at + field)) as [
      number,
      number,
      number,
    ];
    listed.push({
      name: archive.toString('utf8', at + 46, at + 46 + name),
      method: archive.readUInt16LE(at + 10),
      packed: archive.readUInt32LE(at + 20),
      offset: archive.readUInt32LE(at + 42),
    });
    at += 46 + name + extra + comment;
  }
  return listed;
}

async function unpack(archive: Buffer, entry: Listed, mostBytes: number): Promise<Buffer> {
  const { offset, packed, method } = entry;
  if (offset + 30 > archive.length || archive.readUInt32LE(offset) !== 0x04034b50)
    throw new ZipError('a file in it is damaged');
  const start = offset + 30 + archive.readUInt16LE(offset + 26) + archive.readUInt16LE(offset + 28);
  if (start + packed > archive.length) throw new ZipError('it is cut off');
  const bytes = archive.subarray(start, start + packed);
  if (method === 0) {
    if (bytes.byteLength > mostBytes) throw new ZipError('it unpacks to too much');
    return bytes;
  }
  if (method !== 8) throw new ZipError('it is packed in a way that is not known');
  try {
    return await inflate(bytes, { maxOutputLength: Math.max(1, mostBytes) });
  } catch (error) {
    const isTooLarge = (error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE';
    throw new ZipError(isTooLarge ? 'it unpacks to too much' : 'a file in it is damaged');
  }
}

/** A zip archive of the given files, not packed. */
export function storedZip(entries: readonly ZipEntry[]): Buffer {
  const parts: Buffer[] = [];
  const listed: Buffer[] = [];
  let offset = 0;
  for (const { name, bytes } of entries) {
    const title = Buffer.from(name);
    const common = Buffer.alloc(26);
    common.writeUInt16LE(20, 0);
    common.writeUInt32LE(crc32(bytes), 10);
    common.writeUInt32LE(bytes.byteLength, 14);
    common.writeUInt32LE(bytes.byteLength, 18);
    common.writeUInt16LE(title.byteLength, 22);
    parts.push(Buffer.from('504b0304', 'hex'), common, title, bytes);
    const rest = Buffer.alloc(14);
    rest.writeUInt32LE(offset, 10);
    listed.push(Buffer.from('504b01021400', 'hex'), common, rest, title);
    offset += 30 + title.byteLength + bytes.byteLength;
  }
  const tail = Buffer.alloc(22);
  tail.writeUInt32LE(0x06054b50, 0);
  tail.writeUInt16LE(entries.length, 8);
  tail.writeUInt16LE(entries.length, 10);
  tail.writeUInt32LE(
    listed.reduce((sum, part) => sum + part.byteLength, 0),
    12,
  );
  tail.writeUInt32LE(offset, 16);
  return Buffer.concat([...parts, ...listed, tail]);
}
