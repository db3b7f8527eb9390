import { folded } from './tidy.ts';

/** The INSDC terms for a value that cannot be given; no other word is one (ENA documentation, missing values). */
export const missingTerms = [
  'not applicable',
  'not collected',
  'not provided',
  'restricted access',
  'missing',
  'missing: control sample',
  'missing: sample group',
  'missing: synthetic construct',
  'missing: lab stock',
  'missing: third party data',
  'missing: data agreement established pre-2023',
  'missing: endangered species',
  'missing: human-identifiable',
] as const;

/** Those that a depositor may choose from; the others are for special kinds of samples. */
export const usualTerms = ['not collected', 'not provided', 'not applicable', 'restricted access'] as const;

const terms: ReadonlySet<string> = new Set(missingTerms);
const byFolded = new Map(missingTerms.map((term) => [folded(term), term]));

/** What people write for "no value", with the term that comes nearest to it. */
const placeholders: Readonly<Record<string, string>> = {
  na: 'not provided',
  'n a': 'not provided',
  nan: 'not provided',
  nd: 'not provided',
  null: 'not provided',
  nil: 'not provided',
  none: 'not provided',
  tbd: 'not provided',
  tba: 'not provided',
  'not available': 'not provided',
  'no data': 'not provided',
  'not given': 'not provided',
  'not recorded': 'not collected',
  'not determined': 'not collected',
  'not known': 'not collected',
  unknown: 'not collected',
  unk: 'not collected',
  'not relevant': 'not applicable',
  inapplicable: 'not applicable',
  confidential: 'restricted access',
};

/** Placeholders without a letter or digit. */
const signs = /^(?:[-–—]+|\.+|\?+|\/|\*|#N\/A|#NV|#VALUE!|#REF!)$/i;

export const isMissingTerm = (value: string): boolean => terms.has(value);

/** A missing-value term that differs from the value in case, hyphens or blanks only. */
export function misspeltTerm(value: string): string | undefined {
  // Most values are anything but: told apart before the costly comparison.
  if (value.length > 60 || !/^\W*(?:not|missing|restricted)/i.test(value)) return undefined;
  return isMissingTerm(value) ? undefined : byFolded.get(folded(value));
}

/** The term to use in place of `NA`, `unknown`, `-` …; undefined for anything that may be a value. */
export function termForPlaceholder(value: string): string | undefined {
  if (value.length > 20 || /\d/.test(value)) return undefined;
  return signs.test(value) ? 'not provided' : placeholders[folded(value)];
}
