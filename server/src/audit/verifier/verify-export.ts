// Checks an export against itself, against keys and against heads that were published: first quickly, and where the
// file is not the one that was written, a second time looking closely for the place.
import {
  headerLine,
  type Manifest,
  type readManifest,
  signersOfManifest,
} from '../exporting/export-format.ts';
import { FileDigest, firstDifference } from '../exporting/file-digest.ts';
import { bytesOf } from './file-bytes.ts';
import { FileHash } from './file-hash.ts';
import { type Head, parseHead, signersOfHead } from '../sealing/checkpoint.ts';
import { readVerifierKey } from '../sealing/signing-key.ts';
import type { SignedNote } from '../sealing/signed-note.ts';
import { type Part, partsOf } from './export-reader.ts';
import { CompleteCheck, InclusionCheck, type RowCheck, type Trust } from './row-check.ts';
import { unlikeBody, writeLine } from './rows.ts';
import { PublishedHeads, readHeads, readKeys, type TrustedKey } from './trust.ts';
import { damaged, type Flaw, Found } from './verdict.ts';

export type Options = {
  /** File of keys. Without it the file's own keys are taken, which whoever forged it could have made. */
  keys?: string;
  /** File or folder of heads that were published. */
  heads?: string;
  /** The heads may end long before the export. */
  mayHeadsBeOld?: boolean;
};

export type Verdict =
  | { flaw: Flaw }
  | {
      flaw: null;
      manifest: Manifest;
      events: number;
      unsealed: number;
      hasKeys: boolean;
      /** Heads were given, and at least one covers what is in the export. */
      hasHeads: boolean;
      /** Heads were given, and none was of any use. */
      areHeadsElsewhere: boolean;
    };

/** @returns what was found; the first flaw, if any */
export async function verifyExport(path: string, options: Options = {}): Promise<Verdict> {
  try {
    const keys = options.keys === undefined ? await ownKeys(path) : readKeys(options.keys);
    const isSigned = (head: Head) => wereValidAt(signersOfHead(head, keys), head.checkpoint.time);
    const heads = options.heads === undefined ? [] : readHeads(options.heads);
    const trust = {
      isSigned,
      published: new PublishedHeads(heads, isSigned, options.mayHeadsBeOld),
      isThorough: false,
    };
    const pass = await new Pass(path, trust, keys).run().catch(async (error: unknown) => {
      // What was found last of all may have begun earlier, where only a closer look shows it.
      if (error instanceof LateFlaw)
        await new Pass(path, { ...trust, isThorough: true }, keys, error.changed).run();
      throw error instanceof LateFlaw ? error.found : error;
    });
    const hasHeads = trust.published.compared > 0;
    return {
      flaw: null,
      ...pass,
      hasKeys: options.keys !== undefined,
      hasHeads,
      areHeadsElsewhere: heads.length > 0 && !hasHeads,
    };
  } catch (error) {
    if (error instanceof Found) return { flaw: error.flaw };
    throw error;
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

class Pass {
  private readonly hash = new FileHash();
  private check: RowCheck | undefined;
  private header: string | undefined;
  private rows = 0;
  private unsealed = 0;
  private isComplete = true;
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

  async run(): Promise<{ manifest: Manifest; events: number; unsealed: number }> {
    let ending: Extract<Part, { kind: 'manifest' }>['manifest'] | undefined;
    for await (const parts of partsOf(this.path, !this.trust.isThorough))
      for (const part of parts) {
        if (part.kind === 'manifest') {
          ending = part.manifest;
          continue; // nothing may follow, which the reader sees
        }
        this.note(part);
        if (part.kind === 'header') this.header = part.text;
        else this.row(part);
      }
    if (!ending) throw new Error('an export without an end is told by its reader');
    await this.end(ending.manifest, ending.note);
    return { manifest: ending.manifest, events: this.rows, unsealed: this.unsealed };
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

  private row({ row, place, text, cells, quick }: Extract<Part, { kind: 'row' }>): void {
    if (row.seq === null) this.unsealed += 1;
    else if (!this.check) this.isComplete = row.path === undefined;
    this.check ??= row.seq === null ? undefined : this.newCheck();
    (this.check ?? new InclusionCheck(this.trust)).row(row, place, quick);
    this.rows += 1;
    if (this.trust.isThorough && !cells && writeLine(row) !== text)
      throw damaged(place, 'is not written as it was');
    const unlike = cells && unlikeBody(cells, row);
    if (unlike) throw damaged(place, `the column ${unlike} says something else than the event`);
  }

  private newCheck(): RowCheck {
    return this.isComplete ? new CompleteCheck(this.trust) : new InclusionCheck(this.trust);
  }

  /** @throws LateFlaw in the first pass, Found in the second */
  private async end(manifest: Manifest, note: SignedNote): Promise<void> {
    const sha256 = this.hash.end();
    const { bytes } = this.hash;
    try {
      this.endFile(manifest, note, sha256 === manifest.sha256 && bytes === manifest.bytes);
    } catch (error) {
      if (error instanceof Found && !this.trust.isThorough)
        throw new LateFlaw(error, firstDifference(manifest, await digestOf(this.path, bytes)));
      throw error;
    }
  }

  private endFile(manifest: Manifest, note: SignedNote, isSame: boolean): void {
    if (!wereValidAt(signersOfManifest({ manifest, note }, this.keys), manifest.exportedAt))
      throw damaged('manifest', 'is not signed by a known key');
    if (this.header?.startsWith('{') && this.header !== headerLine(manifest))
      throw damaged('header', 'is not the one that the manifest repeats');
    if (this.check && this.isComplete !== manifest.complete)
      throw damaged(
        'manifest',
        manifest.complete ? 'is one of a complete export' : 'is one of an export with a filter',
      );
    if (!this.check) this.isComplete = manifest.complete;
    const check = (this.check ??= this.newCheck());
    check.end(manifest.segments);
    this.endSeal(manifest, check);
    if (!isSame || this.rows !== manifest.rows) throw this.changedSomewhere(manifest);
  }

  private endSeal(manifest: Manifest, check: RowCheck): void {
    const head = manifest.head === null ? undefined : parseHead(manifest.head);
    if (manifest.head !== null && !head) throw damaged('manifest', 'its head is none');
    if (head && !this.trust.isSigned(head))
      throw damaged('manifest', 'its head is not signed by a known key');
    const newest = head?.checkpoint;
    if ((newest?.size ?? 0) !== manifest.lastSegment)
      throw damaged('manifest', 'its head is not of the last segment');
    if (manifest.complete && (check.last?.size ?? 0) < manifest.lastSegment)
      throw damaged(
        `segment ${(check.last?.size ?? 0) + 1}`,
        `is missing: there are ${manifest.lastSegment}`,
      );
    if (manifest.complete && check.last?.root !== newest?.root)
      throw damaged(`segment ${manifest.lastSegment}`, 'the signed head covers another log than this');
    if (newest) this.trust.published.check(newest.size, newest.root);
    this.trust.published.checkEnd(newest, manifest.exportedAt);
  }

  /** As near as the hashes of the file's stretches tell. */
  private changedSomewhere({ rows }: Manifest): Found {
    const until = this.to === undefined || this.to === this.from ? '' : ` to ${this.to}`;
    const count = rows === this.rows ? '' : `; ${rows} rows were written, ${this.rows} are here`;
    return damaged(
      this.from ?? 'file',
      `the file was changed here${until}: it does not have its SHA-256${count}`,
    );
  }
}

/** The hashes of a file's stretches, up to its manifest: needed only to find where it was changed. */
async function digestOf(path: string, length: number): Promise<ReturnType<FileDigest['end']>> {
  const digest = new FileDigest();
  for await (const chunk of bytesOf(path))
    digest.update(chunk.subarray(0, Math.max(0, length - digest.bytes)));
  return digest.end();
}

/** One of the signers was valid then. */
const wereValidAt = (signers: readonly TrustedKey[], time: string): boolean =>
  signers.some(
    ({ validFrom, validUntil }) =>
      (validFrom === undefined || time >= validFrom) && (!validUntil || time <= validUntil),
  );

/** The keys that the file names itself. @throws Found when it is cut or no export */
async function ownKeys(path: string): Promise<TrustedKey[]> {
  let keys: TrustedKey[] = [];
  for await (const parts of partsOf(path))
    for (const part of parts) if (part.kind === 'manifest') keys = keysOf(part.manifest);
  return keys;
}

const keysOf = ({ manifest }: NonNullable<ReturnType<typeof readManifest>>): TrustedKey[] =>
  Array.isArray(manifest.keys) ? manifest.keys.flatMap((key) => readVerifierKey(String(key)) ?? []) : [];
