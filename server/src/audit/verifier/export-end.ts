import { headerLine, type Manifest, signersOfManifest } from '../exporting/export-format.ts';
import { parseHead } from '../sealing/checkpoint.ts';
import type { SignedNote } from '../sealing/signed-note.ts';
import { CompleteCheck, InclusionCheck, type RowCheck, type Trust } from './row-check.ts';
import type { TrustedKey } from './trust.ts';
import { damaged } from './verdict.ts';

/** What was read before the manifest. */
export type Rows = {
  /** The first line of JSONL; undefined where it says nothing of the export. */
  header: string | undefined;
  /** Undefined when no row was sealed. */
  check: RowCheck | undefined;
  /** The rows carry no proofs. */
  isComplete: boolean;
};

export type Ending = { manifest: Manifest; note: SignedNote };

export const newCheck = (isComplete: boolean, trust: Trust): RowCheck =>
  isComplete ? new CompleteCheck(trust) : new InclusionCheck(trust);

/** Whether what the manifest says fits what was read, all but the hash of the file. @throws Found */
export function checkEnd(rows: Rows, ending: Ending, trust: Trust, keys: readonly TrustedKey[]): void {
  const { manifest } = ending;
  if (!wereValidAt(signersOfManifest(ending, keys), manifest.exportedAt))
    throw damaged('manifest', 'manifest_unsigned');
  if (rows.header !== undefined && rows.header !== headerLine(manifest))
    throw damaged('header', 'header_other');
  if (rows.check && rows.isComplete !== manifest.complete)
    throw damaged('manifest', manifest.complete ? 'manifest_complete' : 'manifest_filtered');
  const check = rows.check ?? newCheck(manifest.complete, trust);
  check.end(manifest.segments);
  checkSeal(manifest, check, trust);
}

function checkSeal(manifest: Manifest, check: RowCheck, trust: Trust): void {
  const newest = checkedHead(manifest, trust);
  if (manifest.complete && (check.last?.size ?? 0) < manifest.lastSegment)
    throw damaged(`segment ${(check.last?.size ?? 0) + 1}`, 'end_missing', {
      segments: manifest.lastSegment,
    });
  if (manifest.complete && check.last?.root !== newest?.root)
    throw damaged(`segment ${manifest.lastSegment}`, 'end_of_other_log');
  compareHeads(manifest, newest, trust);
}

/** The manifest's head, which is signed and of its last segment. @throws Found */
export function checkedHead(manifest: Manifest, trust: Trust) {
  const head = manifest.head === null ? undefined : parseHead(manifest.head);
  if (manifest.head !== null && !head) throw damaged('manifest', 'manifest_head');
  if (head && !trust.isSigned(head)) throw damaged('manifest', 'manifest_head_unsigned');
  if ((head?.checkpoint.size ?? 0) !== manifest.lastSegment) throw damaged('manifest', 'manifest_head_other');
  return head?.checkpoint;
}

/** @param newest head of the manifest @throws Found */
export function compareHeads(
  { exportedAt }: Manifest,
  newest: ReturnType<typeof checkedHead>,
  { published }: Trust,
): void {
  if (newest) published.check(newest.size, newest.root);
  published.checkEnd(newest, exportedAt);
}

/** One of the signers was valid then. */
export const wereValidAt = (signers: readonly TrustedKey[], time: string): boolean =>
  signers.some(
    ({ validFrom, validUntil }) =>
      (validFrom === undefined || time >= validFrom) && (!validUntil || time <= validUntil),
  );
