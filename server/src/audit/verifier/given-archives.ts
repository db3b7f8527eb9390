// The files of archived months in a folder, whatever they are called: a browser puts a number behind a name that it
// has, people call files as they like. What is in a file tells which it is.
import { createHash } from 'node:crypto';
import { createReadStream, readdirSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { RetainedMonth } from '../archive/retained-month.ts';
import { cannotRead } from './file-bytes.ts';
import { damaged, unreadable } from './verdict.ts';

type File = { name: string; path: string; bytes: number };

export class GivenArchives {
  private readonly hashes = new Map<string, Promise<string>>();

  private constructor(private readonly files: readonly File[]) {}

  /** @throws Found when the folder cannot be read */
  static in(folder: string): GivenArchives {
    try {
      const names = readdirSync(folder, { recursive: true, encoding: 'utf8' }).sort();
      return new GivenArchives(
        names.flatMap((name) => {
          const path = join(folder, name);
          const stats = statSync(path, { throwIfNoEntry: false }); // a link may lead nowhere
          return stats?.isFile() ? [{ name, path, bytes: stats.size }] : [];
        }),
      );
    } catch (error) {
      throw cannotRead(error, 'archives');
    }
  }

  /**
   * @returns the path of the month's file; undefined where no file is meant to be it
   * @throws Found when one is called like it, and is another
   */
  async fileOf({ month, key, sha256, bytes }: RetainedMonth): Promise<string | undefined> {
    for (const { path } of this.files.filter((file) => file.bytes === bytes))
      if ((await this.hashOf(path)) === sha256) return path;
    const ownName = basename(key, '.jsonl.gz');
    const other = this.files.find(({ name }) => basename(name).includes(ownName));
    if (other) throw damaged(`archive of ${month}`, 'archive_other', { file: other.name });
    return undefined;
  }

  private hashOf(path: string): Promise<string> {
    const known = this.hashes.get(path) ?? hashOfFile(path);
    this.hashes.set(path, known);
    return known;
  }
}

/** A log is whole without its archives at hand: whoever has only some of them is told so. */
export const notGiven = (months: readonly string[]) =>
  unreadable('archives', 'archives_not_given', { months: months.join(', ') });

/** @returns SHA-256, hex @throws Found when the file cannot be read */
async function hashOfFile(path: string): Promise<string> {
  const hash = createHash('sha256');
  try {
    for await (const chunk of createReadStream(path)) hash.update(chunk as Buffer);
  } catch (error) {
    throw cannotRead(error, 'archives');
  }
  return hash.digest('hex');
}
