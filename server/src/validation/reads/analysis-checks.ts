import type { Issue } from '../issue.ts';
import { analysisFilesIssue, nothingNamedIssue, propertyIssues } from '../rules/analysis.rule.ts';
import { fileEndingIssue, fileNameIssue, md5Issue } from '../rules/file.rule.ts';
import { RefCheck } from '../rules/ref.rule.ts';
import { termIssue } from '../rules/term.rule.ts';
import { controlIssue } from '../rules/text.rule.ts';
import { listCell } from '../text/list-cell.contract.ts';
import { propertyField } from '../vocabularies/analyses.contract.ts';
import { vocabularies } from '../vocabularies/vocabulary.ts';
import { type ReadsIssue, written } from './experiment-checks.ts';
import { analysisFileField } from './file-fields.ts';
import type { NamedFiles, NamingRecord } from './named-files.ts';
import type { AnalysisFileInput, AnalysisInput, ReadsContext, RefInput } from './reads.ts';

/** Judges analyses one by one; they may refer to whatever the submission holds before them. */
export class AnalysisChecks {
  private readonly refs: Readonly<Record<'study' | 'samples' | 'experiments' | 'runs', RefCheck>>;

  /** @param aliases of the submission's experiments and runs */
  constructor(
    { projectAlias, samples, accessions }: ReadsContext,
    aliases: { experiments: ReadonlySet<string>; runs: ReadonlySet<string> },
    private readonly files: NamedFiles,
  ) {
    this.refs = {
      study: new RefCheck('project', new Set([projectAlias]), accessions),
      samples: new RefCheck('sample', samples, accessions),
      experiments: new RefCheck('experiment', aliases.experiments, accessions),
      runs: new RefCheck('run', aliases.runs, accessions),
    };
  }

  check({ alias, title, row, sheet, details }: AnalysisInput): ReadsIssue[] {
    const { type, study, files } = details;
    const found: ReadsIssue[] = [];
    const add = (field: string, value: string | null, issue: Issue | undefined) => {
      if (issue) found.push({ field, value: value === '' ? null : value, issue });
    };
    const ofType = termIssue(type, 'analysis type', vocabularies.analysisType);
    add('analysis_type', type, ofType);
    add('title', title, controlIssue(title));
    add('description', details.description, controlIssue(details.description));
    if (study !== null) add('study', written(study), this.refs.study.issue(study));
    for (const field of ['samples', 'experiments', 'runs'] as const)
      found.push(...this.ofList(field, details[field]));
    add('samples', null, nothingNamedIssue(details));
    // What it takes follows from the type: of an unknown one nothing can be said.
    if (!ofType) found.push(...ofProperties(details));
    add(analysisFileField('name', 0), null, analysisFilesIssue(type, files));
    const by = { what: 'analysis', alias, row, sheet } as const;
    for (const [index, file] of files.entries()) found.push(...this.ofFile(by, file, index));
    return found;
  }

  /** A cell of several names: what is found wrong, and proposed, is the whole of it. */
  private ofList(field: 'samples' | 'experiments' | 'runs', refs: readonly RefInput[]): ReadsIssue[] {
    const value = listCell(refs.map((ref) => written(ref) ?? ''));
    const issues = refs.map((ref) => this.refs[field].issue(ref));
    const mended = issues.map((issue, at) => issue?.suggestion ?? written(refs[at] ?? null) ?? '');
    return issues.flatMap((issue) => {
      if (!issue) return [];
      return [
        { field, value, issue: { ...issue, suggestion: issue.suggestion && listCell([...new Set(mended)]) } },
      ];
    });
  }

  private ofFile(by: NamingRecord, file: AnalysisFileInput, index: number): ReadsIssue[] {
    const found: ReadsIssue[] = [];
    const report = (part: 'name' | 'md5' | 'type', issue: Issue | undefined) => {
      if (issue) found.push({ field: analysisFileField(part, index), value: file[part] || null, issue });
    };
    const nameIssue = fileNameIssue(file.name);
    report('name', nameIssue ?? fileEndingIssue(file));
    report('md5', md5Issue(file.md5));
    report('type', termIssue(file.type, 'file type', vocabularies.analysisFileType));
    if (nameIssue) return found;
    for (const { part, issue } of this.files.check(by, file)) report(part, issue);
    return found;
  }
}

/** Of a property with several values, what is found wrong and proposed is the whole cell. */
function ofProperties({ type, properties }: AnalysisInput['details']): ReadsIssue[] {
  return propertyIssues(type, properties).map(({ name, item, issue }) => {
    const given = properties[name];
    const field = propertyField(name);
    if (given === undefined || typeof given === 'string') return { field, value: given ?? null, issue };
    const { suggestion } = issue;
    const mended =
      suggestion === null || item === null
        ? suggestion
        : listCell(given.map((value) => (value === item ? suggestion : value)));
    return { field, value: listCell(given), issue: { ...issue, suggestion: mended } };
  });
}
