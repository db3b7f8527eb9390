import { error, quoted, type Issue } from '../issue.ts';
import { tidy } from '../text/tidy.ts';
import { controlIssue } from './text.rule.ts';

/** SeqDB's own limit; ENA documents none. */
export const longestAlias = 500;

/**
 * The alias identifies a record for good: ENA never lets it be changed or used again in the same account, and its
 * receipts name records by it. So what elsewhere is a warning (a blank at the end) is an error here.
 */
export function aliasIssue(alias: string): Issue | undefined {
  if (alias.trim() === '')
    return error(
      'alias.required',
      'The sample has no alias. Give each sample a name of its own; it cannot be changed later.',
    );
  const control = controlIssue(alias);
  if (control) return { ...control, rule: 'alias.control' };
  const meant = tidy(alias);
  if (alias !== alias.trim() || (meant !== alias && !/ {2}/.test(alias))) {
    return error(
      'alias.blanks',
      `The alias ${quoted(alias)} has a blank before or after it, or one that is not a plain blank. It could not be mended later.`,
      meant,
    );
  }
  if (alias.length > longestAlias)
    return error(
      'alias.length',
      `The alias has ${alias.length} characters; at most ${longestAlias} are taken.`,
    );
  return undefined;
}

/** @param other where the other sample with this alias stands, e.g. `row 5` */
export const duplicateAliasIssue = (alias: string, other: string): Issue =>
  error(
    'alias.duplicate',
    `The alias ${quoted(alias)} is also used in ${other}. Each sample needs an alias of its own.`,
  );
