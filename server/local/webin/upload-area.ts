import { createHash } from 'node:crypto';
import { closeSync, mkdirSync, openSync, readdirSync, readFileSync, readSync, statSync } from 'node:fs';
import { join, relative, resolve, sep } from 'node:path';
import type { FilesStore } from './files.store.ts';

export interface UploadedFile {
  /** Its path in the area. */
  readonly name: string;
  readonly bytes: number;
  /** When it was last written, in milliseconds. */
  readonly modified: number;
}

/** The account's folder of uploaded files, as the submission service sees it: some time after they came. */
export class UploadArea {
  readonly folder: string;
  readonly #files: FilesStore;
  readonly #lagMs: () => number;

  constructor(folder: string, files: FilesStore, lagMs: () => number) {
    mkdirSync(folder, { recursive: true });
    this.folder = resolve(folder);
    this.#files = files;
    this.#lagMs = lagMs;
  }

  /** @returns null for a file that is not there, or not seen yet */
  find(name: string): UploadedFile | null {
    const path = resolve(join(this.folder, name));
    if (name === '' || !path.startsWith(this.folder + sep)) return null;
    const stat = statSync(path, { throwIfNoEntry: false });
    if (!stat?.isFile() || stat.mtimeMs + this.#lagMs() > Date.now()) return null;
    return { name: this.#name(path), bytes: stat.size, modified: stat.mtimeMs };
  }

  /** All files that are seen, but for those with a checksum. */
  list(): UploadedFile[] {
    return readdirSync(this.folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && !entry.name.endsWith('.md5'))
      .flatMap((entry) => this.find(this.#name(join(entry.parentPath, entry.name))) ?? []);
  }

  /** What `<name>.md5` says, as written by md5sum or the bare sum; null without it. */
  sidecar(name: string): string | null {
    const file = this.find(`${name}.md5`);
    if (!file) return null;
    const text = readFileSync(join(this.folder, file.name), 'utf8');
    return /\b[0-9a-f]{32}\b/i.exec(text)?.[0].toLowerCase() ?? null;
  }

  /** Of the content; computed once for each state of a file. */
  md5({ name, bytes, modified }: UploadedFile): string {
    const known = this.#files.checksum(name, bytes, modified);
    if (known !== null) return known;
    const md5 = hashOf(join(this.folder, name), 'md5');
    this.#files.setChecksum(name, bytes, modified, md5);
    return md5;
  }

  sha256({ name }: UploadedFile): string {
    return hashOf(join(this.folder, name), 'sha256');
  }

  #name(path: string): string {
    return relative(this.folder, path).split(sep).join('/');
  }
}

function hashOf(path: string, algorithm: 'md5' | 'sha256'): string {
  const hash = createHash(algorithm);
  const piece = Buffer.allocUnsafe(1 << 20);
  const file = openSync(path, 'r');
  try {
    for (;;) {
      const length = readSync(file, piece);
      if (length === 0) return hash.digest('hex');
      hash.update(piece.subarray(0, length));
    }
  } finally {
    closeSync(file);
  }
}
