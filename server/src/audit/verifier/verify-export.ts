// Checks an export against itself, against keys and against heads that were published: first quickly, and where the
// file is not accepted, a second time looking closely for the place.
import type { Manifest, readManifest } from '../exporting/export-format.ts';
import { type Head, signersOfHead } from '../sealing/checkpoint.ts';
import { readVerifierKey } from '../sealing/signing-key.ts';
import { lookClosely } from './close-look.ts';
import { wereValidAt } from './export-end.ts';
import { partsOf } from './export-reader.ts';
import { acceptQuickly } from './quick-pass.ts';
import { checkStretch } from './stretch.ts';
import { PublishedHeads, readHeads, readKeys, type TrustedKey } from './trust.ts';
import { type Flaw, Found } from './verdict.ts';

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
    const published = new PublishedHeads(heads, isSigned, options.mayHeadsBeOld);
    const trust = { isSigned, published, isThorough: false };
    const read =
      (await acceptQuickly(path, trust, keys, checkStretch)) ?? (await lookClosely(path, trust, keys));
    const hasHeads = published.compared > 0;
    return {
      flaw: null,
      ...read,
      hasKeys: options.keys !== undefined,
      hasHeads,
      areHeadsElsewhere: heads.length > 0 && !hasHeads,
    };
  } catch (error) {
    if (error instanceof Found) return { flaw: error.flaw };
    throw error;
  }
}

/** The keys that the file names itself. @throws Found when it is cut or no export */
async function ownKeys(path: string): Promise<TrustedKey[]> {
  let keys: TrustedKey[] = [];
  for await (const parts of partsOf(path))
    for (const part of parts) if (part.kind === 'manifest') keys = keysOf(part.manifest);
  return keys;
}

const keysOf = ({ manifest }: NonNullable<ReturnType<typeof readManifest>>): TrustedKey[] =>
  Array.isArray(manifest.keys) ? manifest.keys.flatMap((key) => readVerifierKey(String(key)) ?? []) : [];
