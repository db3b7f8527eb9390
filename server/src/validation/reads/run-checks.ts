import type { Issue } from '../issue.ts';
import { fileCountIssue, fileEndingIssue, fileNameIssue, layoutIssue, md5Issue } from '../rules/file.rule.ts';
import { RefCheck } from '../rules/ref.rule.ts';
import { termIssue } from '../rules/term.rule.ts';
import { vocabularies } from '../vocabularies/vocabulary.ts';
import { type ReadsIssue, written } from './experiment-checks.ts';
import { type FilePart, fileField } from './file-fields.ts';
import type { NamedFiles, NamingRecord } from './named-files.ts';
import type { ReadsContext, RunFileInput, RunInput } from './reads.ts';

/** Judges runs one by one. */
export class RunChecks {
  private readonly experiments: RefCheck;

  /**
   * @param layouts of the submission's experiments by alias
   * @param files of all records so far
   */
  constructor(
    private readonly layouts: ReadonlyMap<string, string>,
    aliases: ReadonlySet<string>,
    { accessions }: ReadsContext,
    private readonly files: NamedFiles,
  ) {
    this.experiments = new RefCheck('experiment', aliases, accessions);
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
    const by = { what: 'run', alias: run.alias, row: run.row, sheet: run.sheet } as const;
    for (const [index, file] of files.entries()) this.checkFile(run, by, file, index, found);
    return found;
  }

  private checkFile(
    run: RunInput,
    by: NamingRecord,
    file: RunFileInput,
    index: number,
    found: ReadsIssue[],
  ): void {
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
    for (const { part, issue } of this.files.check(by, file)) report(part, file[part], issue);
  }
}

function add(found: ReadsIssue[], field: string, value: string | null, issue: Issue | undefined): void {
  if (issue) found.push({ field, value: value === '' ? null : value, issue });
}
