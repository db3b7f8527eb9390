import { error, type Issue, warning } from '../issue.ts';
import { aliasIssue, duplicateAliasIssue } from '../rules/alias.rule.ts';
import { allMissingIssue, unusedFileIssue } from '../rules/file.rule.ts';
import type { Finding } from '../validation.contract.ts';
import { AnalysisChecks } from './analysis-checks.ts';
import { ExperimentChecks, type ReadsIssue } from './experiment-checks.ts';
import { filePartOf } from './file-fields.ts';
import { NamedFiles } from './named-files.ts';
import type { AnalysisInput, ExperimentInput, ReadsContext, RunInput } from './reads.ts';
import { RunChecks } from './run-checks.ts';

/** Uploaded files that nothing names: so many are listed. */
const mostUnused = 1_000;

type Reads = { alias: string; row: number | null; sheet: string | null };
type Type = 'experiment' | 'run' | 'analysis';

/**
 * Checks the experiments, runs and analyses of a submission as they arrive: all experiments first, then the runs, then
 * the analyses, then `end`.
 * Each finding names its record by its place among all of them, from 0.
 */
export class ReadsValidation {
  private readonly experiments: ExperimentChecks;
  private readonly runs: RunChecks;
  private readonly analyses: AnalysisChecks;
  private readonly files: NamedFiles;
  private readonly layouts = new Map<string, string>();
  private readonly experimentAliases = new Set<string>();
  private readonly runAliases = new Set<string>();
  private readonly aliases = {
    experiment: new Map<string, Reads>(),
    run: new Map<string, Reads>(),
    analysis: new Map<string, Reads>(),
  };
  private readonly used = new Set<string>();
  private readonly unusedPlaces = new Map<string, { position: number } & Reads>();
  private position = -1;

  constructor(private readonly context: ReadsContext) {
    this.experiments = new ExperimentChecks(context);
    this.files = new NamedFiles(context.files);
    this.runs = new RunChecks(this.layouts, this.experimentAliases, context, this.files);
    const aliases = { experiments: this.experimentAliases, runs: this.runAliases };
    this.analyses = new AnalysisChecks(context, aliases, this.files);
  }

  experiment(input: ExperimentInput): Finding[] {
    this.position++;
    const { alias, row, sheet } = input;
    this.layouts.set(alias, input.details.library.layout);
    this.experimentAliases.add(alias);
    this.unusedPlaces.set(alias, { position: this.position, alias, row, sheet });
    return this.findings('experiment', input, [
      ...this.ofAlias('experiment', input),
      ...this.experiments.check(input),
    ]);
  }

  run(input: RunInput): Finding[] {
    this.position++;
    const { experiment } = input.details;
    this.runAliases.add(input.alias);
    if (experiment !== null && 'alias' in experiment) this.used.add(experiment.alias);
    return this.findings('run', input, [...this.ofAlias('run', input), ...this.runs.check(input)]);
  }

  analysis(input: AnalysisInput): Finding[] {
    this.position++;
    return this.findings('analysis', input, [
      ...this.ofAlias('analysis', input),
      ...this.analyses.check(input),
    ]);
  }

  /** What only all of them together show; findings without a position are about the whole submission. */
  end(): Finding[] {
    const lonely = [...this.unusedPlaces].filter(([alias]) => !this.used.has(alias));
    const { files } = this.context;
    const { missing, namedBy } = this.files;
    const isAllMissing = files?.size === 0 && missing > 0;
    const unused = [...(files?.keys() ?? [])].filter((name) => !this.files.isNamed(name));
    return [
      ...lonely.map(([, { position, ...at }]) =>
        this.finding('experiment', at, position, { field: 'alias', value: at.alias, issue: withoutRun }),
      ),
      ...(isAllMissing ? [aboutAll(allMissingIssue(missing, namedBy), 'file_name')] : []),
      ...unused
        .slice(0, mostUnused)
        .map((name) => ({ ...aboutAll(unusedFileIssue(name), null), value: name })),
    ];
  }

  private ofAlias(type: Type, { alias, row, sheet }: Reads): ReadsIssue[] {
    const issue = alias.trim() === '' ? withoutAlias(type) : aliasIssue(alias);
    if (issue) return [{ field: 'alias', value: alias || null, issue }];
    const earlier = this.aliases[type].get(alias);
    if (!earlier) this.aliases[type].set(alias, { alias, row, sheet });
    if (!earlier) return [];
    const where = earlier.row === null ? `another ${type}` : `row ${earlier.row}`;
    return [{ field: 'alias', value: alias, issue: duplicateOf(type, alias, where) }];
  }

  private findings(type: Type, input: Reads, issues: readonly ReadsIssue[]): Finding[] {
    return issues.map((issue) => this.finding(type, input, this.position, issue));
  }

  private finding(
    type: Type,
    at: Reads,
    position: number,
    { field, value, issue, row }: ReadsIssue,
  ): Finding {
    return {
      recordType: type,
      position,
      alias: at.alias,
      field,
      row: row ?? at.row,
      column: this.column(type, field),
      sheet: at.sheet,
      value: value === null ? null : value.slice(0, 2_000),
      ...issue,
    };
  }

  private column(type: Type, field: string): string | null {
    const { columns } = this.context;
    const part = filePartOf(field)?.part;
    const general = part && `run/${part === 'read_type' ? part : `file_${part}`}`;
    return columns.get(`${type}/${field}`) ?? (general && columns.get(general)) ?? null;
  }
}

const withoutRun = warning('experiment.no_run', 'No run belongs to this experiment: it has no reads.');

const withoutAlias = (type: Type): Issue =>
  error('alias.required', `The ${type} has no alias. Give it a name of its own.`);

const duplicateOf = (type: Type, alias: string, where: string): Issue => ({
  ...duplicateAliasIssue(alias, where),
  message: `The alias “${alias.slice(0, 60)}” is also used in ${where}. Each ${type} needs an alias of its own.`,
});

const aboutAll = (issue: Issue, field: string | null): Finding => ({
  recordType: 'submission',
  position: null,
  alias: null,
  field,
  row: null,
  column: null,
  value: null,
  ...issue,
});
