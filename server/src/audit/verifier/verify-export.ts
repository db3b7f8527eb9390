// Checks an export against itself, against keys and against heads that were published: first quickly, and where the
// file is not accepted, a second time looking closely for the place.
import { availableParallelism } from 'node:os';
import type { RetainedMonth } from '../archive/retained-month.ts';
import { type Manifest, readManifest } from '../exporting/export-format.ts';
import { type Head, signersOfHead } from '../sealing/checkpoint.ts';
import { type SignedNote, signersOf } from '../sealing/signed-note.ts';
import { readVerifierKey } from '../sealing/signing-key.ts';
import { lookClosely } from './close-look.ts';
import { wereValidAt } from './export-end.ts';
import { partsOf } from './export-reader.ts';
import { assertIsFile, contentOf, statsOf } from './file-bytes.ts';
import { GivenArchives, notGiven } from './given-archives.ts';
import { acceptQuickly } from './quick-pass.ts';
import { StretchThreads } from './stretch-threads.ts';
import { lastLine } from './stretches.ts';
import { PublishedHeads, readHeads, readKeys, type TrustedKey } from './trust.ts';
import { damaged, type Flaw, Found, unreadable } from './verdict.ts';
import { isZip, manifestOf, verifyWorkbook } from './verify-workbook.ts';

export type Options = {
  /** File of keys. Without it the file's own keys are taken, which whoever forged it could have made. */
  keys?: string;
  /** File or folder of heads that were published. */
  heads?: string;
  /** File of the manifest that was made with the export; a workbook's is looked for beside it. */
  manifest?: string;
  /** Folder of the files of archived months. */
  archives?: string;
  /** Has a large file checked by several threads, which run this program. */
  threads?: { program: URL; count?: number; smallestFile?: number };
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
      /** Months that have left the log, as is stated of them, of a complete export. */
      archived: readonly RetainedMonth[];
      /** People whose values read as erased, and whose erasure is not among the sealed events of the export. */
      untold: number;
      /** Events in the archived months' files, each of which was verified; null where none were given. */
      checkedArchives: number | null;
      /** The keys that signed the export. */
      signers: readonly TrustedKey[];
      /** Published heads that a segment of the export was compared with. */
      compared: { heads: number; newest: PublishedHeads['newestCompared'] };
      hasKeys: boolean;
      /** Heads were given, and at least one covers what is in the export. */
      hasHeads: boolean;
      /** Heads were given, and none was of any use. */
      areHeadsElsewhere: boolean;
    };

/** @returns what was found; the first flaw, if any */
export async function verifyExport(path: string, options: Options = {}): Promise<Verdict> {
  try {
    assertIsFile(path);
    const workbook = (await isZip(path)) ? await manifestOf(path, options.manifest) : undefined;
    const keys =
      options.keys !== undefined
        ? readKeys(options.keys)
        : workbook
          ? keysOf(workbook.manifest)
          : await ownKeys(path);
    const isSigned = (head: Head) => wereValidAt(signersOfHead(head, keys), head.checkpoint.time);
    const heads = options.heads === undefined ? [] : readHeads(options.heads);
    const published = new PublishedHeads(heads, isSigned, options.mayHeadsBeOld);
    const isStated = (note: SignedNote, origin: string, time: string) =>
      wereValidAt(
        signersOf(
          note,
          keys.filter(({ name }) => name === origin),
        ),
        time,
      );
    const trust = { isSigned, isStated, published, isThorough: false };
    const read = workbook
      ? await verifyWorkbook(path, workbook, trust, keys)
      : ((await acceptQuickly(path, trust, keys, threadsFor(path, options))) ??
        (await lookClosely(path, trust, keys)));
    if (!workbook && options.manifest !== undefined) compareManifest(options.manifest, read.manifest);
    const archives =
      options.archives === undefined ? null : await checkArchives(options.archives, read.archived, options);
    const hasHeads = published.compared > 0;
    return {
      flaw: null,
      ...read,
      checkedArchives: archives,
      hasKeys: options.keys !== undefined,
      compared: { heads: published.compared, newest: published.newestCompared },
      hasHeads,
      areHeadsElsewhere: heads.length > 0 && !hasHeads,
    };
  } catch (error) {
    if (error instanceof Found) return { flaw: error.flaw };
    throw error;
  }
}

/** Where they would be at work before a single thread was done. */
const smallestForThreads = 32 * 1024 * 1024;

function threadsFor(path: string, { threads }: Options): StretchThreads | undefined {
  const { program, count, smallestFile = smallestForThreads } = threads ?? {};
  const isWorthIt = statsOf(path, 'file').size >= smallestFile && (count ?? availableParallelism()) > 1;
  return program && isWorthIt ? new StretchThreads(program, count) : undefined;
}

/** One that was given beside an export that carries its own. @throws Found when it is another */
function compareManifest(path: string, own: Manifest): void {
  const given = readManifest(contentOf(path, 'manifest').trimEnd())?.manifest;
  if (!given) throw unreadable('manifest', 'manifest_none');
  if (JSON.stringify(given) !== JSON.stringify(own)) throw damaged('manifest', 'manifest_other');
}

/**
 * Each archived month lies in the folder as it is stated.
 *
 * @returns how many events @throws Found with the first that does not; `unreadable` where files are only missing
 */
async function checkArchives(
  folder: string,
  months: readonly RetainedMonth[],
  { keys, heads }: Options,
): Promise<number> {
  const given = GivenArchives.in(folder);
  const missing: string[] = [];
  let events = 0;
  for (const stated of months) {
    const path = await given.fileOf(stated);
    if (path === undefined) {
      missing.push(stated.month);
      continue;
    }
    const place = `archive of ${stated.month}`;
    const verdict = await verifyExport(path, {
      ...(keys !== undefined && { keys }),
      ...(heads !== undefined && { heads }),
      mayHeadsBeOld: true,
    });
    if (verdict.flaw)
      throw damaged(place, 'archive_damaged', { place: verdict.flaw.place, says: verdict.flaw.says });
    if (verdict.events !== stated.events)
      throw damaged(place, 'archive_events', { events: verdict.events, stated: stated.events });
    events += verdict.events;
  }
  if (missing.length > 0) throw notGiven(missing);
  return events;
}

/** The keys that the file names itself. @throws Found when it is cut or no export */
async function ownKeys(path: string): Promise<TrustedKey[]> {
  const last = await lastLine(path);
  const quickly = last === undefined ? undefined : readManifest(last);
  if (quickly) return keysOf(quickly.manifest);
  let keys: TrustedKey[] = [];
  for await (const parts of partsOf(path))
    for (const part of parts) if (part.kind === 'manifest') keys = keysOf(part.manifest.manifest);
  return keys;
}

const keysOf = (manifest: Manifest): TrustedKey[] =>
  Array.isArray(manifest.keys) ? manifest.keys.flatMap((key) => readVerifierKey(String(key)) ?? []) : [];
