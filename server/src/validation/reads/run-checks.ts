import type { Issue } from '../issue.ts';
import {
  fileCountIssue,
  fileEndingIssue,
  fileNameIssue,
  layoutIssue,
  md5Issue,
  repeatedFileIssue,
  repeatedMd5Issue,
  sharedFileIssue,
  sharedMd5Issue,
  uploadIssue,
} from '../rules/file.rule.ts';
import { RefCheck } from '../rules/ref.rule.ts';
import { termIssue } from '../rules/term.rule.ts';
import { vocabularies } from '../vocabularies/vocabulary.ts';
import { type ReadsIssue, written } from './experiment-checks.ts';
import { type FilePart, fileField } from './file-fields.ts';
import type { ReadsContext, RunFileInput, RunInput, UploadedFile } from './reads.ts';

/** Where a file, or its MD5, was met first. */
type Met = { where: string; run: RunInput; name: string };

/** Judges runs one by one; it remembers the files of all of them. */
export class RunChecks {
  private readonly experiments: RefCheck;
  private readonly names = new Map<string, Met>();
  private readonly lastParts = new Set<string>();
  private readonly md5s = new Map<string, Met>();
  /** Files that a run names, and how many of them are not there. */
  named = 0;
  missing = 0;

  /** @param layouts of the submission's experiments by alias */
  constructor(
    private readonly layouts: ReadonlyMap<string, string>,
    aliases: ReadonlySet<string>,
    private readonly context: ReadsContext,
  ) {
    this.experiments = new RefCheck('experiment', aliases, context.accessions);
  }

  check(run: RunInput): ReadsIssue[] {
    const { experiment, files } = run.details;
    const layout =
      experiment !== null && 'alias' in experiment ? this.layouts.get(experiment.alias) : undefined;
    const first = fileField('name', 0, files.length, files[0]?.type ?? 'fastq');
    const found: ReadsIssue[] = [];
    add(found, 'experiment', written(experiment), this.experiments.issue(experiment));
    add(found, first, null, fileCountIssue(files));
    add(found, first, files[0]?.name ?? null, layoutIssue(files, layout));
    for (const [index, file] of files.entries()) this.checkFile(run, file, index, found);
    return found;
  }

  /** Whether any run names this file. */
  isNamed(name: string): boolean {
    return this.names.has(name) || this.lastParts.has(name);
  }

  private checkFile(run: RunInput, file: RunFileInput, index: number, found: ReadsIssue[]): void {
    const { files } = run.details;
    const report = (part: FilePart, value: string | null, issue: Issue | undefined) => {
      const row = run.fileRows[index];
      if (issue)
        found.push({
          field: fileField(part, index, files.length, files[0]?.type ?? file.type),
          value,
          issue,
          ...(row !== undefined && { row }),
        });
    };
    const nameIssue = fileNameIssue(file.name);
    report('name', file.name || null, nameIssue ?? fileEndingIssue(file));
    report('md5', file.md5, md5Issue(file.md5));
    report('type', file.type || null, termIssue(file.type, 'file type', vocabularies.runFileType));
    for (const type of file.readTypes)
      report('read_type', type, termIssue(type, 'read type', vocabularies.readType));
    if (nameIssue) return;
    report('name', file.name, this.shared(run, file));
    report('md5', file.md5, this.sharedMd5(run, file));
    report('name', file.name, this.upload(file));
  }

  private shared(run: RunInput, { name }: RunFileInput): Issue | undefined {
    const met = this.names.get(name);
    if (!met) {
      this.names.set(name, { where: whereOf(run), run, name });
      if (name.includes('/')) this.lastParts.add(name.split('/').at(-1) ?? '');
    } else return met.run === run ? repeatedFileIssue(name) : sharedFileIssue(name, met.where);
    return undefined;
  }

  private sharedMd5(run: RunInput, { name, md5 }: RunFileInput): Issue | undefined {
    if (md5 === null || md5 === '') return undefined;
    const met = this.md5s.get(md5);
    if (!met) this.md5s.set(md5, { where: whereOf(run), run, name });
    else if (met.name !== name) return met.run === run ? repeatedMd5Issue : sharedMd5Issue(met.where);
    return undefined;
  }

  private upload(file: RunFileInput): Issue | undefined {
    const { files } = this.context;
    if (!files) return undefined;
    this.named++;
    const uploaded = uploadOf(files, file.name);
    if (!uploaded) this.missing++;
    // Nothing at all was uploaded yet: said once, not of every file.
    return files.size === 0 ? undefined : uploadIssue(file, uploaded);
  }
}

/** By its whole name, or the last part of it: a sheet may name a folder of the upload area. */
const uploadOf = (files: ReadonlyMap<string, UploadedFile>, name: string): UploadedFile | undefined =>
  files.get(name) ?? files.get(name.split('/').at(-1) ?? '');

const whereOf = ({ row, sheet, alias }: RunInput) =>
  row === null ? `the run ${alias}` : `row ${row}${sheet === null ? '' : ` of ${sheet}`}`;

function add(found: ReadsIssue[], field: string, value: string | null, issue: Issue | undefined): void {
  if (issue) found.push({ field, value: value === '' ? null : value, issue });
}
