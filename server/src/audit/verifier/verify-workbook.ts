// A workbook is a report: nothing in it proves anything. What can be told is that it is, byte for byte, the one that was
// exported, by the signed manifest that lies beside it.
import { existsSync } from 'node:fs';
import { readManifest, signersOfManifest } from '../exporting/export-format.ts';
import { FileDigest, firstDifference } from '../exporting/file-digest.ts';
import type { ReadExport } from './close-look.ts';
import { checkedHead, compareHeads, type Ending, wereValidAt } from './export-end.ts';
import { contentOf, piecesOf } from './file-bytes.ts';
import type { Trust } from './row-check.ts';
import type { TrustedKey } from './trust.ts';
import { damaged, type Found, unreadable } from './verdict.ts';

/** What every zip file, and so every workbook, begins with, and what its last part begins with. */
const zipStart = Buffer.from('PK\x03\x04', 'latin1');
const zipEnd = Buffer.from('PK\x05\x06', 'latin1');
/** A zip's last part has 22 bytes and a remark of at most 65,535. */
const longestEnd = 22 + 65_535;
const bookName = 'xl/workbook.xml';

/** @throws Found when it cannot be read */
export async function isZip(path: string): Promise<boolean> {
  for await (const piece of piecesOf(path)) return zipStart.equals(piece.subarray(0, zipStart.length));
  return false;
}

/**
 * The manifest of a workbook: the one that is given, or that lies beside it under its name.
 *
 * @throws Found when there is none, saying where to get it
 */
export async function manifestOf(path: string, given: string | undefined): Promise<Ending> {
  const beside = `${path}.manifest.json`;
  const file = given ?? (existsSync(beside) ? beside : undefined);
  if (file === undefined) throw await withoutManifest(path);
  const ending = readManifest(contentOf(file, 'manifest').trimEnd());
  if (!ending) throw unreadable('manifest', 'manifest_none');
  if (ending.manifest.format !== 'xlsx')
    throw unreadable('manifest', 'manifest_no_workbook', {
      format: String(ending.manifest.format).toUpperCase(),
    });
  return ending;
}

/** @throws Found */
export async function verifyWorkbook(
  path: string,
  ending: Ending,
  trust: Trust,
  keys: readonly TrustedKey[],
): Promise<ReadExport> {
  const { manifest } = ending;
  const signers = signersOfManifest(ending, keys);
  if (!wereValidAt(signers, manifest.exportedAt)) throw damaged('manifest', 'manifest_unsigned');
  const digest = new FileDigest();
  for await (const piece of piecesOf(path)) digest.update(piece);
  const found = digest.end();
  if (found.sha256 !== manifest.sha256 || found.bytes !== manifest.bytes) throw difference(manifest, found);
  compareHeads(manifest, checkedHead(manifest, trust), trust);
  return { manifest, events: manifest.rows, unsealed: 0, signers, archived: [], untold: 0 };
}

type Digest = ReturnType<FileDigest['end']>;

function difference(written: Digest, found: Digest): Found {
  const [from = 0, to = 0] = firstDifference(written, found) ?? [];
  const isCut = found.bytes < written.bytes && to >= found.bytes;
  if (isCut) return unreadable('file', 'file_cut_workbook', { bytes: found.bytes, written: written.bytes });
  return damaged('file', 'workbook_other', {
    sha256: written.sha256,
    from,
    to: Math.min(to, Math.max(found.bytes, written.bytes)),
  });
}

/** What to say of a zip that comes alone. */
async function withoutManifest(path: string): Promise<Found> {
  let end: Buffer = Buffer.alloc(0);
  let hasBook = false;
  for await (const piece of piecesOf(path)) {
    end = Buffer.concat([end, piece]);
    hasBook ||= end.includes(bookName);
    end = end.subarray(Math.max(0, end.length - longestEnd));
  }
  if (!isWhole(end)) return unreadable('file', 'file_cut_zip');
  if (!hasBook) return unreadable('file', 'file_foreign_zip');
  return unreadable('manifest', 'manifest_needed', { path });
}

/** @param end of a zip, at least its last part @returns whether that part is there, with the whole remark that it announces */
function isWhole(end: Buffer): boolean {
  const at = end.lastIndexOf(zipEnd);
  return at >= 0 && end.length >= at + 22 && end.length === at + 22 + end.readUInt16LE(at + 20);
}
