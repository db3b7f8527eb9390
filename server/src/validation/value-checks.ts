import { isConstrained, type CompiledField } from './compiled-checklist.ts';
import type { Issue } from './issue.ts';
import { choiceIssue } from './rules/choice.rule.ts';
import { coordinateIssue } from './rules/coordinate.rule.ts';
import { dateIssue } from './rules/date.rule.ts';
import { lengthIssue } from './rules/length.rule.ts';
import { missingIssue } from './rules/missing.rule.ts';
import { patternIssue } from './rules/pattern.rule.ts';
import { encodingIssue, textIssues } from './rules/text.rule.ts';
import { unitIssue } from './rules/unit.rule.ts';
import { isMissingTerm } from './text/missing-terms.ts';
import { tidy } from './text/tidy.ts';

const none: readonly Issue[] = [];

/** Values of a column repeat; so many different ones are remembered per column. */
const mostRemembered = 2_000;

/** Judges the values of one field, remembering the verdict on values seen before. */
export class ValueChecks {
  private readonly verdicts = new Map<string, readonly Issue[]>();
  private readonly unitVerdicts = new Map<string, Issue | undefined>();

  /** @param guessedEncoding set when the sheet's encoding is a guess */
  constructor(
    readonly field: CompiledField,
    private readonly today: string,
    private readonly guessedEncoding: string | undefined,
  ) {}

  /** Everything wrong with a value, the decisive first. Empty and blank values are not given here. */
  issues(value: string): readonly Issue[] {
    const known = this.verdicts.get(value);
    if (known) return known;
    const found = this.judge(value);
    const issues = found.length === 0 ? none : found;
    if (this.verdicts.size < mostRemembered) this.verdicts.set(value, issues);
    return issues;
  }

  unitIssue(unit: string, value: string): Issue | undefined {
    const isMissing = isMissingTerm(value);
    const key = isMissing ? `?${unit}` : unit;
    if (!this.unitVerdicts.has(key)) this.unitVerdicts.set(key, unitIssue(unit, this.field, isMissing));
    return this.unitVerdicts.get(key);
  }

  private judge(value: string): Issue[] {
    const text = textIssues(value, this.field);
    const doubt = this.guessedEncoding === undefined ? undefined : encodingIssue(value, this.guessedEncoding);
    return [this.meaningIssue(tidy(value)), ...text, doubt].filter((issue) => issue !== undefined);
  }

  /** The first rule that objects: a value that is no date needs no second finding about its pattern. */
  private meaningIssue(value: string): Issue | undefined {
    const { field, today } = this;
    const missing = missingIssue(value, field);
    if (missing !== undefined) return missing === 'fine' ? undefined : missing;
    const issue =
      choiceIssue(value, field) ?? dateIssue(value, field, today) ?? coordinateIssue(value, field);
    return (
      issue ??
      (isConstrained(field) && !field.isDate ? patternIssue(value, field) : undefined) ??
      lengthIssue(value, field)
    );
  }
}
