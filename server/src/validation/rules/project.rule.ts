import { error, type Issue } from '../issue.ts';
import { characters, projectLengths } from '../study-text.contract.ts';
import type { ProjectInput } from '../validation.contract.ts';
import { controlIssue } from './text.rule.ts';

/** ENA keeps data private for two years at most. */
const longestHoldYears = 2;

export type ProjectIssue = Issue & { field: 'title' | 'description' | 'holdDate'; value: string | null };

/** @param today `YYYY-MM-DD` */
export function projectIssues(project: ProjectInput, today: string): ProjectIssue[] {
  const found: (ProjectIssue | undefined)[] = [
    textIssue(project.title, 'title'),
    textIssue(project.description, 'description'),
    holdDateIssue(project.holdDate, today),
  ];
  return found.filter((issue) => issue !== undefined);
}

function textIssue(text: string, field: 'title' | 'description'): ProjectIssue | undefined {
  const value = text.trim();
  const { min, max } = projectLengths[field];
  const length = characters(value);
  const issue = lengthIssue();
  return issue && { ...issue, field, value: text };

  function lengthIssue(): Issue | undefined {
    if (length === 0)
      return error(
        `project.${field}_missing`,
        `The study has no ${field}. ENA asks for ${min} to ${max} characters.`,
      );
    if (length < min)
      return error(
        `project.${field}_short`,
        `The study's ${field} has ${length} characters; ENA asks for at least ${min}.`,
      );
    if (length > max)
      return error(
        `project.${field}_long`,
        `The study's ${field} has ${length} characters; ENA takes at most ${max}.`,
      );
    return controlIssue(text);
  }
}

function holdDateIssue(holdDate: string | null, today: string): ProjectIssue | undefined {
  if (holdDate === null) return undefined;
  const latest = yearsAfter(today, longestHoldYears);
  const at = (issue: Issue): ProjectIssue => ({ ...issue, field: 'holdDate', value: holdDate });
  if (holdDate < today)
    return at(
      error(
        'project.hold_date_past',
        `The hold date ${holdDate} is in the past. Choose a day from today (${today}) on, or none.`,
      ),
    );
  if (holdDate <= latest) return undefined;
  return at(
    error(
      'project.hold_date_far',
      `The hold date ${holdDate} is more than two years ahead. ENA keeps data private until ${latest} at most.`,
      latest,
    ),
  );
}

/** 29 February becomes the 28th where the later year has none. */
function yearsAfter(day: string, years: number): string {
  const later = `${Number(day.slice(0, 4)) + years}${day.slice(4)}`;
  const isLeapDay = day.endsWith('-02-29');
  return isLeapDay && new Date(`${later}T00:00:00Z`).getUTCDate() !== 29
    ? later.replace('-29', '-28')
    : later;
}
