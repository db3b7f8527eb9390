// Which keys and heads the auditor brings: what a file says of itself is worth nothing against who can rewrite it.
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { type Checkpoint, type Head, parseHead } from '../sealing/checkpoint.ts';
import { type LogKey, readVerifierKey } from '../sealing/signing-key.ts';
import { cannotRead, contentOf, statsOf } from './file-bytes.ts';
import { damaged, Found, unreadable } from './verdict.ts';

export type TrustedKey = LogKey & { validFrom?: string; validUntil?: string | null };

/**
 * Reads keys: the JSON of `/.well-known/seqdb-audit-keys.json`, or verifier keys, one a line.
 *
 * @throws Found when there is no key in the file
 */
export function readKeys(path: string): TrustedKey[] {
  const text = contentOf(path, 'keys');
  const keys = text.trimStart().startsWith('{')
    ? fromJson(text)
    : text.split('\n').flatMap((line) => readVerifierKey(line) ?? []);
  if (keys.length === 0) throw unreadable('keys', 'keys_none');
  return keys;
}

function fromJson(text: string): TrustedKey[] {
  try {
    const { keys } = JSON.parse(text) as {
      keys: { verifierKey: string; validFrom: string; validUntil: string | null }[];
    };
    return keys.flatMap(({ verifierKey, validFrom, validUntil }) => {
      const key = readVerifierKey(verifierKey);
      return key ? { ...key, validFrom, validUntil } : [];
    });
  } catch {
    return []; // not what the address gives
  }
}

/**
 * Reads heads: signed notes one after the other, a folder of them as the bucket holds them, or what
 * `/api/v1/audit/checkpoints` answers. In a folder, files that hold no note are passed over.
 *
 * @throws Found when there is none
 */
export function readHeads(path: string): Head[] {
  const isFolder = statsOf(path, 'heads').isDirectory();
  const heads = (isFolder ? filesIn(path) : [path]).flatMap((file) =>
    notesIn(file).map((note) => headIn(note, isFolder ? `${file} ` : '')),
  );
  if (heads.length === 0) throw unreadable('heads', isFolder ? 'heads_none_in_folder' : 'heads_none');
  return heads;
}

function headIn(note: string, file: string): Head {
  const head = parseHead(note);
  if (!head) throw unreadable('heads', 'heads_something_else', { file });
  return head;
}

function filesIn(folder: string): string[] {
  try {
    return readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .sort()
      .map((name) => join(folder, name))
      .filter((file) => statsOf(file, 'heads').isFile());
  } catch (error) {
    if (error instanceof Found) throw error;
    throw cannotRead(error, 'heads');
  }
}

function notesIn(file: string): string[] {
  const text = contentOf(file, 'heads');
  if (/^\s*[[{]/.test(text)) return notesInJson(text);
  // A note ends with its signatures; what follows is the next.
  return text.match(/[^\n]+\n(?:[^\n]+\n)*\n(?:— [^\n]*\n)+/g) ?? [];
}

function notesInJson(text: string): string[] {
  try {
    const value = JSON.parse(text) as { items?: { head?: unknown }[] } | { head?: unknown }[];
    const items = Array.isArray(value) ? value : (value.items ?? []);
    return items.flatMap(({ head }) => (typeof head === 'string' ? [head] : []));
  } catch {
    return []; // neither notes nor a list of them
  }
}

const dayMs = 86_400_000;
/** A head may be signed a moment before its segment is there to be exported. */
const settledMs = 120_000;
/** A head is signed at least once an hour; a file of heads that ends much earlier than the export lacks some. */
const stalenessMs = 2 * 3_600_000;

/** The heads an auditor brings, checked among themselves. */
export class PublishedHeads {
  private readonly bySize = new Map<number, Head>();
  private readonly newest: Head | undefined;
  private readonly found = new Set<Head>();

  /** @throws Found for one that is not signed, and for two that contradict each other */
  constructor(
    heads: readonly Head[],
    isSigned: (head: Head) => boolean,
    private readonly mayBeOld = false,
  ) {
    for (const head of heads) {
      const { size, root } = head.checkpoint;
      if (!isSigned(head)) throw damaged('heads', 'heads_unsigned', { segment: size });
      const other = this.bySize.get(size)?.checkpoint.root;
      if (other !== undefined && other !== root) throw damaged('heads', 'heads_differ', { segment: size });
      this.bySize.set(size, head);
    }
    const ordered = [...this.bySize.values()].sort((a, b) => a.checkpoint.size - b.checkpoint.size);
    const turned = ordered.find(
      (head, index) => head.checkpoint.time < (ordered[index - 1]?.checkpoint.time ?? ''),
    );
    if (turned) throw damaged('heads', 'heads_turned', { segment: turned.checkpoint.size });
    this.newest = ordered.at(-1);
  }

  /** How many heads a segment was compared with so far. */
  get compared(): number {
    return this.found.size;
  }

  /** What the newest of them says. */
  get newestCompared(): Checkpoint | undefined {
    const all = [...this.found].map(({ checkpoint }) => checkpoint);
    return all.toSorted((a, b) => a.size - b.size).at(-1);
  }

  /** @throws Found when a published head says something else of this segment */
  check(size: number, root: string): void {
    const head = this.bySize.get(size);
    if (head) this.found.add(head);
    if (head && head.checkpoint.root !== root) throw damaged(`segment ${size}`, 'head_contradicted');
  }

  /** @throws Found when the export ends before what was published when it was made, or the heads end before it */
  checkEnd(last: { size: number; time: string } | undefined, exportedAt: string): void {
    const newest = this.newest?.checkpoint;
    if (!newest) return;
    const size = last?.size ?? 0;
    if (newest.size > size && Date.parse(newest.time) + settledMs < Date.parse(exportedAt))
      throw damaged(`segment ${size + 1}`, 'log_short', { segments: newest.size });
    const behindMs = last ? Date.parse(last.time) - Date.parse(newest.time) : 0;
    if (!this.mayBeOld && behindMs > stalenessMs)
      throw damaged('heads', 'heads_rolled_back', {
        segment: newest.size,
        time: newest.time,
        days: (behindMs / dayMs).toFixed(1),
      });
  }
}
