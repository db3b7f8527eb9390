import {
  type FileOwner,
  repeatedFileIssue,
  repeatedMd5Issue,
  sharedFileIssue,
  sharedMd5Issue,
  uploadIssue,
} from '../rules/file.rule.ts';
import type { Issue } from '../issue.ts';
import type { AnalysisFileInput, UploadedFile } from './reads.ts';

/** A run or an analysis that names files. */
export type NamingRecord = { what: FileOwner; alias: string; row: number | null; sheet: string | null };

/** Where a file, or its MD5, was met first. */
type Met = { where: string; by: NamingRecord; name: string };

/** Holds the files that records name against each other and against what was uploaded. */
export class NamedFiles {
  private readonly names = new Map<string, Met>();
  private readonly lastParts = new Set<string>();
  private readonly md5s = new Map<string, Met>();
  private readonly owners = new Set<FileOwner>();
  /** Named files that are not there. */
  missing = 0;

  constructor(private readonly uploaded: ReadonlyMap<string, UploadedFile> | undefined) {}

  /** @param by the same object for all files of a record */
  check(by: NamingRecord, file: AnalysisFileInput): { part: 'name' | 'md5'; issue: Issue }[] {
    const uploaded = this.upload(by, file);
    const found: { part: 'name' | 'md5'; issue: Issue | undefined }[] = [
      { part: 'name', issue: this.shared(by, file) },
      { part: 'md5', issue: this.sharedMd5(by, file) },
      // The right MD5 is proposed for the cell of the MD5.
      { part: uploaded?.suggestion == null ? 'name' : 'md5', issue: uploaded },
    ];
    return found.flatMap(({ part, issue }) => (issue ? [{ part, issue }] : []));
  }

  /** Whether any record names this file. */
  isNamed(name: string): boolean {
    return this.names.has(name) || this.lastParts.has(name);
  }

  /** Who names files: `runs`, `analyses` or both. */
  get namedBy(): string {
    const words = { run: 'runs', analysis: 'analyses' };
    return [...this.owners].map((owner) => words[owner]).join(' and ');
  }

  private shared(by: NamingRecord, { name }: AnalysisFileInput): Issue | undefined {
    const met = this.names.get(name);
    if (met)
      return met.by === by
        ? repeatedFileIssue(name, by.what)
        : sharedFileIssue(name, met.where, [met.by.what, by.what]);
    this.names.set(name, { where: whereOf(by), by, name });
    if (name.includes('/')) this.lastParts.add(lastPart(name));
    return undefined;
  }

  private sharedMd5(by: NamingRecord, { name, md5 }: AnalysisFileInput): Issue | undefined {
    if (md5 === null || md5 === '') return undefined;
    const met = this.md5s.get(md5);
    if (!met) this.md5s.set(md5, { where: whereOf(by), by, name });
    else if (met.name !== name) return met.by === by ? repeatedMd5Issue(by.what) : sharedMd5Issue(met.where);
    return undefined;
  }

  private upload({ what }: NamingRecord, file: AnalysisFileInput): Issue | undefined {
    if (!this.uploaded) return undefined;
    this.owners.add(what);
    // By its whole name, or the last part of it: a sheet may name a folder of the upload area.
    const uploaded = this.uploaded.get(file.name) ?? this.uploaded.get(lastPart(file.name));
    if (!uploaded) this.missing++;
    // Nothing at all was uploaded yet: said once, not of every file.
    return this.uploaded.size === 0 ? undefined : uploadIssue(file, uploaded);
  }
}

const lastPart = (name: string) => name.split('/').at(-1) ?? '';

const whereOf = ({ what, row, sheet, alias }: NamingRecord) =>
  row === null ? `the ${what} ${alias}` : `row ${row}${sheet === null ? '' : ` of ${sheet}`}`;
