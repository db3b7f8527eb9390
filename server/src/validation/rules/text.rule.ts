import { error, quoted, warning, type Issue } from '../issue.ts';
import { accepts, isConstrained, type CompiledField } from '../compiled-checklist.ts';
import { repaired } from '../text/mojibake.ts';
import { tidy } from '../text/tidy.ts';

/** Nothing to look at: plain ASCII without a blank at either end. Almost every value. */
const isPlain = /^(?:[!-~](?:[ -~]*[!-~])?)?$/;

/** Characters that XML 1.0 cannot carry, so that ENA cannot be sent them. */
const notXml = /(?![\t\n\r\u007f-\u009f])\p{Cc}|\p{Cs}|[\ufffe\uffff]/gu;

/** Blanks that are not the space bar's, and characters without any width. */
const oddBlank = /[\u007f-\u00a0\u1680\u2000-\u200f\u2028\u2029\u202f\u205f\u2060\u3000\ufeff\t\r\n]/;

/** What is wrong with a value as text, whatever it means. */
export function textIssues(value: string, field: CompiledField): Issue[] {
  if (isPlain.test(value)) return [];
  return [controlIssue(value), blankIssue(value, field), unreadableIssue(value)].filter(
    (issue) => issue !== undefined,
  );
}

/** @returns undefined for a plain value; used for a sample's own fields, which have no checklist */
export function controlIssue(value: string): Issue | undefined {
  const clean = value.replaceAll(notXml, '');
  if (clean === value) return undefined;
  return error(
    'value.control',
    'This value has a control character in it, which cannot be sent to ENA. Type the value anew.',
    clean,
  );
}

export function blankIssue(value: string, field: CompiledField): Issue | undefined {
  const hasAround = value !== value.trim();
  const inside = field.type === 'textarea' ? value.replaceAll(/[\r\n]/g, '') : value;
  if (!hasAround && !oddBlank.test(inside)) return undefined;
  const meant = tidy(value);
  const what = hasAround
    ? 'This value has a blank before or after it.'
    : 'This value has a blank that is not a plain one (a no-break space, tab, line break or invisible character).';
  const isRefused = isConstrained(field) && !accepts(field, value) && accepts(field, meant);
  return isRefused
    ? error('value.blanks', `${what} ENA compares character by character and would refuse it.`, meant)
    : warning('value.blanks', what, meant);
}

/** Text that was damaged on its way: a replacement character, or UTF-8 that was read as something else. */
export function unreadableIssue(value: string): Issue | undefined {
  if (value.includes('\ufffd')) {
    return warning(
      'value.unreadable',
      `A character of ${quoted(value)} could not be read and was replaced by “\ufffd”. Type the value anew.`,
    );
  }
  const meant = repaired(value);
  if (meant === undefined) return undefined;
  return warning(
    'value.garbled',
    `${quoted(value)} looks garbled: letters with accents were saved in one encoding and read in another.`,
    meant,
  );
}

/** Letters outside ASCII in a sheet whose encoding is a guess. */
export function encodingIssue(value: string, encoding: string): Issue | undefined {
  if (!/\P{ASCII}/u.test(value)) return undefined;
  const read = encodingNames[encoding] ?? encoding;
  return warning(
    'value.encoding',
    `The file does not say how its letters with accents are encoded; it was read as ${read}. Check that ${quoted(doubtfulWords(value))} is spelled right, or save the sheet as Unicode text (UTF-8).`,
  );
}

/** The words with such letters: in a long text nobody would find them. */
const doubtfulWords = (value: string): string =>
  value
    .split(/\s+/)
    .filter((word) => /\P{ASCII}/u.test(word))
    .slice(0, 5)
    .join(' ');

const encodingNames: Readonly<Record<string, string>> = {
  'utf-8': 'UTF-8 with damaged characters',
  'windows-1252': 'Windows Latin (windows-1252)',
  macintosh: 'Mac Roman (macintosh)',
};
