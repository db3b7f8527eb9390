import { error, quoted, type Issue } from '../issue.ts';
import type { Vocabulary } from '../vocabularies/vocabulary.ts';

/** A value of a closed list that ENA compares character by character. */
export function termIssue(value: string, what: string, vocabulary: Vocabulary): Issue | undefined {
  if (vocabulary.has(value)) return undefined;
  if (value.trim() === '') return error('term.required', `The ${what} is missing: ENA requires it.`);
  const meant = vocabulary.meant(value);
  if (meant === undefined)
    return error('term.unknown', `${quoted(value)} is no ${what} that ENA takes.${choices(vocabulary)}`);
  const isCase = meant.toLowerCase() === value.trim().toLowerCase();
  const message = isCase
    ? `${quoted(value)} has to be written ${quoted(meant)}: ENA compares character by character.`
    : `${quoted(value)} is no ${what} that ENA takes; ${quoted(meant)} comes nearest.`;
  return error(isCase ? 'term.spelling' : 'term.unknown', message, meant);
}

const choices = ({ terms }: Vocabulary) => (terms.size > 9 ? '' : ` It takes ${[...terms].join(', ')}.`);
