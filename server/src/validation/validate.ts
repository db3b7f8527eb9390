import type { Checklist } from './checklist.contract.ts';
import { compiled, latLon, type CompiledChecklist } from './compiled-checklist.ts';
import type { Issue } from './issue.ts';
import { RecordChecks } from './record-checks.ts';
import { duplicateAliasIssue } from './rules/alias.rule.ts';
import { unknownColumnIssue } from './rules/column.rule.ts';
import { combinedColumnIssue } from './rules/coordinate.rule.ts';
import { projectIssues } from './rules/project.rule.ts';
import { recommendedIssue } from './rules/required.rule.ts';
import { commentRowsIssue, notInstalledIssue, versionIssue } from './rules/sheet.rule.ts';
import type {
  Finding,
  SampleInput,
  SheetNote,
  ValidationContext,
  ValidationInput,
} from './validation.contract.ts';

/**
 * Checks a submission: its project, its sheet and every sample. Findings come as they are found, so that memory does
 * not grow with the number of samples (but for their aliases).
 *
 * @param checklist undefined when it is not installed: that is then the only finding
 */
export function* validate(input: ValidationInput, checklist: Checklist | undefined): Generator<Finding> {
  const validation = startValidation(input, checklist);
  yield* validation.begin();
  for (const record of input.records) yield* validation.record(record);
  yield* validation.end();
}

/** The same for records that arrive one by one, e.g. off a database cursor: `begin`, `record` for each, `end`. */
export interface Validation {
  begin(): Finding[];
  record(record: SampleInput): Finding[];
  end(): Finding[];
}

export function startValidation(context: ValidationContext, checklist: Checklist | undefined): Validation {
  return checklist
    ? new ChecklistValidation(context, compiled(checklist))
    : new ValidationWithoutChecklist(context);
}

class ValidationWithoutChecklist implements Validation {
  constructor(private readonly context: ValidationContext) {}

  begin(): Finding[] {
    const { accession } = this.context.checklist;
    return [aboutSubmission(notInstalledIssue(accession), { value: accession })];
  }

  record(): Finding[] {
    return [];
  }

  end(): Finding[] {
    return [];
  }
}

type Place = { position: number; row: number | null; isReported: boolean };

class ChecklistValidation implements Validation {
  private readonly checks: RecordChecks;
  private readonly letters: ReadonlyMap<string, string>;
  private readonly aliases = new Map<string, Place>();
  private position = -1;

  constructor(
    private readonly context: ValidationContext,
    private readonly checklist: CompiledChecklist,
  ) {
    this.checks = new RecordChecks(checklist, context);
    this.letters = new Map(context.sheet?.columns.map((column) => [column.field, column.letter]));
  }

  begin(): Finding[] {
    const { project, sheet, today } = this.context;
    const about = {
      recordType: 'project' as const,
      position: null,
      alias: project.alias,
      row: null,
      column: null,
    };
    const ofProject = projectIssues(project, today).map((issue) => ({ ...about, ...issue }));
    const version = versionIssue(this.context.checklist.version, this.checklist.source);
    const comments = commentRowsIssue(sheet?.commentRows ?? []);
    return [
      ...ofProject,
      ...(version ? [aboutSubmission(version)] : []),
      ...(comments ? [aboutSubmission(comments, { row: sheet?.commentRows?.[0] ?? null })] : []),
      ...(sheet?.notes ?? []).map(noteFinding),
    ];
  }

  record(sample: SampleInput): Finding[] {
    this.position++;
    const found = this.checks.check(sample);
    const duplicates = this.duplicates(sample);
    if (found.length === 0) return duplicates;
    const about = {
      recordType: 'sample' as const,
      position: this.position,
      alias: sample.alias,
      row: sample.row,
    };
    const own = found.map(({ field, value, issue }) => ({
      ...about,
      field,
      value,
      column: this.letters.get(field) ?? null,
      ...issue,
    }));
    return [...own, ...duplicates];
  }

  /** Every sample with the alias gets a finding: the first one when its second is met. */
  private duplicates({ alias, row }: SampleInput): Finding[] {
    if (alias.trim() === '') return [];
    const here: Place = { position: this.position, row, isReported: true };
    const first = this.aliases.get(alias);
    if (!first) {
      this.aliases.set(copyOf(alias), { ...here, isReported: false });
      return [];
    }
    const findings = [this.duplicate(alias, here, first)];
    if (!first.isReported) findings.unshift(this.duplicate(alias, first, here));
    first.isReported = true;
    return findings;
  }

  private duplicate(alias: string, at: Place, other: Place): Finding {
    const where = other.row === null ? `sample ${other.position + 1}` : `row ${other.row}`;
    return {
      recordType: 'sample',
      position: at.position,
      alias,
      row: at.row,
      field: 'sample_alias',
      column: this.letters.get('sample_alias') ?? null,
      value: alias,
      ...duplicateAliasIssue(alias, where),
    };
  }

  end(): Finding[] {
    const samples = this.position + 1;
    const isPresent = (name: string) => this.letters.has(name) || this.checks.hasValues(name);
    const columns = this.unknownColumns().map((name) => {
      const issue = unknownColumnIssue(name, this.checklist, isPresent);
      return aboutSubmission(issue, { ...this.atHeader(name), value: name });
    });
    const recommended = this.checks.recommended.flatMap(({ field, missing }) => {
      const issue = recommendedIssue(field, missing, samples);
      return issue ? [aboutSubmission(issue, this.atHeader(field.name))] : [];
    });
    const { combined } = this.checks;
    const place =
      combined === undefined ? [] : [aboutSubmission(combinedColumnIssue(combined), this.atHeader(latLon))];
    return [...columns, ...recommended, ...place];
  }

  /** The cell of the header row with the field's name, where there is one. */
  private atHeader(field: string): Pick<Finding, 'field' | 'row' | 'column'> {
    const column = this.letters.get(field) ?? null;
    return { field, row: column === null ? null : (this.context.sheet?.headerRow ?? null), column };
  }

  /** Those of the sheet, then others that records have values for. */
  private unknownColumns(): string[] {
    const names = new Set([...this.letters.keys(), ...this.checks.unknown]);
    return [...names].filter((name) => !this.isOwn(name) && !this.checklist.fields.has(name));
  }

  private isOwn(name: string): boolean {
    return ['sample_alias', 'tax_id', 'scientific_name', 'sample_title', 'sample_description'].includes(name);
  }
}

/** A note about a sheet as a finding. */
export const noteFinding = ({ severity, rule, message, ...at }: SheetNote): Finding =>
  aboutSubmission({ severity, rule, message, suggestion: null }, at);

function aboutSubmission(
  issue: Issue,
  at: Partial<Pick<Finding, 'field' | 'row' | 'column' | 'value' | 'sheet'>> = {},
): Finding {
  return {
    recordType: 'submission',
    position: null,
    alias: null,
    field: null,
    row: null,
    column: null,
    value: null,
    ...at,
    ...issue,
  };
}

/** A string of its own: one cut out of a file keeps the whole piece of the file in memory. */
const copyOf = (text: string): string => Buffer.from(text).toString();
