// Reads an export row by row and names the first that is not as it was written. Where only the end of the file tells
// that something is wrong, it is read once more, looking for the place.
import type { RetainedMonth } from '../archive/retained-month.ts';
import { isLogText } from '../log-text.ts';
import { FileDigest, firstDifference } from '../exporting/file-digest.ts';
import { type Manifest, signersOfManifest } from '../exporting/export-format.ts';
import { checkEnd, type Ending, newCheck, type Rows } from './export-end.ts';
import { judgeErased, nobodyErased, takeRow } from './erased-people.ts';
import { type Part, partsOf } from './export-reader.ts';
import { bytesOf } from './file-bytes.ts';
import { FileHash } from './file-hash.ts';
import { InclusionCheck, type RowCheck, type Trust } from './row-check.ts';
import { unlikeBody, writeLine } from './rows.ts';
import type { TrustedKey } from './trust.ts';
import { damaged, Found } from './verdict.ts';

export type ReadExport = {
  manifest: Manifest;
  events: number;
  unsealed: number;
  /** The keys that signed its manifest. */
  signers: readonly TrustedKey[];
  /** Months that have left the log, of a complete export. */
  archived: readonly RetainedMonth[];
  /** People whose values read as erased, and whose erasure is not among the sealed events here. */
  untold: number;
};

/** @throws Found with the place */
export async function lookClosely(
  path: string,
  trust: Omit<Trust, 'isThorough'>,
  keys: readonly TrustedKey[],
): Promise<ReadExport> {
  try {
    return await new Pass(path, { ...trust, isThorough: false }, keys).run();
  } catch (error) {
    if (!(error instanceof LateFlaw)) throw error;
    // What was found last of all may have begun earlier, where only a closer look shows it.
    await new Pass(path, { ...trust, isThorough: true }, keys, error.changed).run();
    throw error.found;
  }
}

/** A flaw that shows only at the end of the file. */
class LateFlaw extends Error {
  constructor(
    readonly found: Found,
    /** Offsets of the first stretch of the file that is not as it was written. */
    readonly changed: [from: number, to: number] | undefined,
  ) {
    super(found.message);
  }
}

/** More are counted. */
const mostNamed = 20;

class Pass implements Rows {
  private readonly hash = new FileHash();
  check: RowCheck | undefined;
  header: string | undefined;
  isComplete = true;
  private rows = 0;
  private unsealed = 0;
  private readonly people = nobodyErased();
  /** The first rows whose text is none of the log's; told when all else is as it should be, so that it hides nothing. */
  private readonly foreign: string[] = [];
  private moreForeign = 0;
  /** Where the stretch that was changed begins and ends. */
  private from: string | undefined;
  private to: string | undefined;

  /** @param changed offsets of the first stretch of the file that was changed, as a first pass found it */
  constructor(
    private readonly path: string,
    private readonly trust: Trust,
    private readonly keys: readonly TrustedKey[],
    private readonly changed?: readonly [from: number, to: number],
  ) {}

  async run(): Promise<ReadExport> {
    let ending: Ending | undefined;
    for await (const parts of partsOf(this.path))
      for (const part of parts) {
        if (part.kind === 'manifest') {
          ending = part.manifest;
          continue; // nothing may follow, which the reader sees
        }
        this.note(part);
        if (part.kind === 'header') this.header = part.header && part.text;
        else this.row(part);
      }
    if (!ending) throw new Error('an export without an end is told by its reader');
    const untold = await this.end(ending);
    this.assertOurs();
    const { archived = [] } = this.check ?? {};
    const { manifest } = ending;
    const signers = signersOfManifest(ending, this.keys);
    return { manifest, events: this.rows, unsealed: this.unsealed, signers, archived, untold };
  }

  private note(part: Part): void {
    const from = this.hash.bytes;
    this.hash.update(part.record);
    const [start, end] = this.changed ?? [];
    if (start === undefined || end === undefined) return;
    const place = part.kind === 'row' ? part.place : 'header';
    if (from <= start || this.from === undefined) this.from = place;
    if (from < end) this.to = place;
  }

  private row({ row, place, text, cells }: Extract<Part, { kind: 'row' }>): void {
    if (row.seq === null) this.unsealed += 1;
    else if (!this.check) this.isComplete = row.path === undefined;
    this.check ??= row.seq === null ? undefined : newCheck(this.isComplete, this.trust);
    (this.check ?? new InclusionCheck(this.trust)).row(row, place);
    takeRow(this.people, row, place);
    this.rows += 1;
    this.noteText(row.body, place);
    if (this.trust.isThorough && !cells && writeLine(row) !== text) throw damaged(place, 'row_rewritten');
    const unlike = cells && unlikeBody(cells, row);
    if (unlike) throw damaged(place, 'row_column', { column: unlike });
  }

  private noteText(body: string, place: string): void {
    if (isLogText(body)) return;
    if (this.foreign.length < mostNamed) this.foreign.push(place);
    else this.moreForeign += 1;
  }

  /** @throws Found naming the rows, of an export that is as it was written */
  private assertOurs(): void {
    const [first, ...others] = this.foreign;
    if (first === undefined) return;
    if (others.length === 0) throw damaged(first, 'row_text');
    const more = this.moreForeign > 0 ? ` and ${this.moreForeign} more` : '';
    throw damaged(first, 'row_texts', { others: `${others.join(', ')}${more}` });
  }

  /** @returns `untold` @throws LateFlaw in the first pass, Found in the second */
  private async end(ending: Ending): Promise<number> {
    const { manifest } = ending;
    const sha256 = this.hash.end();
    const { bytes } = this.hash;
    try {
      checkEnd(this, ending, this.trust, this.keys);
      if (sha256 !== manifest.sha256 || bytes !== manifest.bytes || this.rows !== manifest.rows)
        throw this.changedSomewhere(manifest);
      return judgeErased(this.people, manifest, this.check?.archived ?? []);
    } catch (error) {
      if (error instanceof Found && !this.trust.isThorough)
        throw new LateFlaw(error, firstDifference(manifest, await digestOf(this.path, bytes)));
      throw error;
    }
  }

  /** As near as the hashes of the file's stretches tell. */
  private changedSomewhere({ rows: written }: Manifest): Found {
    const { from = 'file', to: until = from, rows: here } = this;
    if (until === from)
      return written === here ? damaged(from, 'file_changed') : damaged(from, 'file_rows', { written, here });
    return written === here
      ? damaged(from, 'file_changed_until', { until })
      : damaged(from, 'file_rows_until', { until, written, here });
  }
}

/** The hashes of a file's stretches, up to its manifest: needed only to find where it was changed. */
async function digestOf(path: string, length: number): Promise<ReturnType<FileDigest['end']>> {
  const digest = new FileDigest();
  for await (const chunk of bytesOf(path))
    digest.update(chunk.subarray(0, Math.max(0, length - digest.bytes)));
  return digest.end();
}
