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
  if (!ending) throw unreadable('is not the manifest of an export', 'manifest');
  if (ending.manifest.format !== 'xlsx')
    throw unreadable(
      `is of an export as ${String(ending.manifest.format).toUpperCase()}, not of a workbook`,
      'manifest',
    );
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
  if (!wereValidAt(signers, manifest.exportedAt)) throw damaged('manifest', 'is not signed by a known key');
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
  if (isCut) return unreadable(`truncated: has ${found.bytes} of the workbook’s ${written.bytes} bytes`);
  return damaged(
    'file',
    `is not the workbook that was exported: it does not have its SHA-256 ${written.sha256}, and differs first between bytes ${from} and ${Math.min(to, Math.max(found.bytes, written.bytes))}. One that was opened and saved again is another file`,
  );
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
  if (!isWhole(end)) return unreadable('truncated: a workbook, or another zip file, that ends early');
  if (!hasBook) return unreadable('foreign: a zip file, and no workbook');
  return unreadable(
    `a workbook proves nothing by itself. Ask for the manifest of its export, and give it with --manifest or put it beside the workbook as ${path}.manifest.json: it is “Manifest” in the console’s list of exports, /api/v1/audit/exports/ID/manifest of the API, and beside the file in a bucket. An export as JSON Lines or CSV carries its own`,
    'manifest',
  );
}

/** @param end of a zip, at least its last part @returns whether that part is there, with the whole remark that it announces */
function isWhole(end: Buffer): boolean {
  const at = end.lastIndexOf(zipEnd);
  return at >= 0 && end.length >= at + 22 && end.length === at + 22 + end.readUInt16LE(at + 20);
}
