// Cuts a JSONL export into stretches of whole lines, and hashes it on the way.
import { createHash } from 'node:crypto';
import { readManifest } from '../exporting/export-format.ts';
import type { Ending } from './export-end.ts';
import { piecesOf } from './file-bytes.ts';

const newline = 0x0a;
const mark = Buffer.from('{"manifest":');
/** Longer than any line that an export has. */
const longest = 256 * 1024 * 1024;
const longestManifest = 4 * 1024 * 1024;
const smallest = 256 * 1024;

/** A file's stretches of rows; what is not among them is known at the end. */
export class Stretches {
  /** Its first line. */
  header: string | undefined;
  /** Its last line, where that is a manifest. */
  ending: Ending | undefined;
  private readonly hash = createHash('sha256');
  private bytes = 0;

  /** @param length of the pieces in which the file is read, in bytes */
  constructor(
    private readonly path: string,
    private readonly length?: number,
  ) {}

  /** Each is good until the next is asked for. Ends early where the file is not built as an export is. @throws Found */
  async *read(): AsyncGenerator<Buffer> {
    let buffer = Buffer.allocUnsafeSlow(smallest);
    let held = 0;
    for await (const piece of piecesOf(this.path, this.length)) {
      if (held + piece.length > longest) return;
      if (held + piece.length > buffer.length)
        buffer = Buffer.concat([buffer.subarray(0, held)], 2 * (held + piece.length));
      piece.copy(buffer, held);
      const end = piece.lastIndexOf(newline) + 1;
      held += piece.length;
      if (end === 0) continue;
      const lines = held - piece.length + end;
      const rows = this.rowsOf(buffer.subarray(0, lines));
      if (!rows) return;
      yield rows;
      buffer.copyWithin(0, lines, held);
      held -= lines;
    }
    if (held > 0) this.ending = undefined; // something follows the manifest, or the last line is cut
  }

  /** What stands before the manifest is as it was written. To be asked once, when the last stretch was read. */
  isAsWritten(): boolean {
    const { sha256, bytes } = this.ending?.manifest ?? {};
    return this.hash.digest('hex') === sha256 && this.bytes === bytes;
  }

  /** @returns undefined when something stands where it should not */
  private rowsOf(lines: Buffer): Buffer | undefined {
    if (this.ending) {
      this.ending = undefined; // lines after the manifest
      return undefined;
    }
    const last = lines.lastIndexOf(newline, -2) + 1;
    const isManifest = mark.equals(lines.subarray(last, last + mark.length));
    if (isManifest) this.ending = readManifest(lines.toString('utf8', last, lines.length - 1));
    if (isManifest && !this.ending) return undefined;
    const before = isManifest ? lines.subarray(0, last) : lines;
    this.hash.update(before);
    this.bytes += before.length;
    if (this.header !== undefined || before.length === 0) return before;
    const end = before.indexOf(newline);
    this.header = before.toString('utf8', 0, end);
    return before.subarray(end + 1);
  }
}

/**
 * A file's last line without the newline at its end; undefined where it does not end in one, or is longer than any
 * manifest.
 */
export async function lastLine(path: string): Promise<string | undefined> {
  let rest: Buffer[] = [];
  let length = 0;
  for await (const piece of piecesOf(path)) {
    const before = piece.lastIndexOf(newline, -2) + 1;
    if (before > 0 || rest.at(-1)?.at(-1) === newline) [rest, length] = [[], 0];
    length += piece.length - before;
    if (length <= longestManifest) rest.push(Buffer.from(piece.subarray(before)));
    else rest = [];
  }
  const line = Buffer.concat(rest);
  if (length > longestManifest || line.at(-1) !== newline) return undefined;
  return line.toString('utf8', 0, line.length - 1);
}
