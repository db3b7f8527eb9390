import { isEnaAccession } from './ena-accession.ts';
import type { WebinObjectType } from './webin-object.ts';

/** The record that a receipt's ERROR speaks of, and what else its text tells a program. */
export interface ErrorSubject {
  /** Null when the text names no type. */
  readonly type: string | null;
  /**
   * Every reading of the alias, longest first: an alias may itself contain the quote or semicolon that ends it.
   * Empty when the text names none.
   */
  readonly aliases: readonly string[];
  /** Tag of the sample attribute that is wrong. */
  readonly attribute: string | null;
}

// The forms in which ENA names a record (`error-texts` of its own documentation and of published receipts):
//   In sample, alias: "A". …              since 2023; before: In sample, alias:"A", accession:"". …
//   Sample: A; Attribute: B; Reason: …    BioSamples, since 2025
//   Error validating sample A with checklist id ERC… · … for sample with alias A · The sample alias (A) found …
//   Failed to validate sample xml, error: … · sample xml is not valid, …   the type only
const FORMS: readonly { start: RegExp; type?: string; end: string }[] = [
  { start: /^In (\w+), alias: ?"/, end: '"' },
  { start: /^Sample: ?/, type: 'sample', end: ';' },
  { start: /^Error validating sample /, type: 'sample', end: ' with checklist' },
  { start: /No new BioSample was created for sample with alias /, type: 'sample', end: '' },
  { start: /^The (\w+) alias \(/, end: ')' },
];

const TYPE_ONLY = /^Failed to validate (\w+) xml\b|^(\w+) xml is not valid\b/;
const EXISTS = /already exists in the submission account with accession: ?"([A-Z0-9.]+)"/;
// Beyond this nothing is taken for part of an alias: messages can run to megabytes of quoted values.
const MAX_ALIAS_LENGTH = 2000;
const ATTRIBUTE = /; Attribute: ([^]*?); Reason: /;

export function readErrorText(text: string): ErrorSubject {
  for (const { start, type, end } of FORMS) {
    const match = start.exec(text);
    if (!match) continue;
    const rest = text.slice(match.index + match[0].length);
    return {
      type: type ?? match[1]?.toLowerCase() ?? null,
      aliases: readings(rest, end),
      attribute: ATTRIBUTE.exec(text)?.[1] ?? null,
    };
  }
  const typeOnly = TYPE_ONLY.exec(text);
  return { type: (typeOnly?.[1] ?? typeOnly?.[2])?.toLowerCase() ?? null, aliases: [], attribute: null };
}

/** @returns the accession under which ENA already has the object, if the text says so and it has the type's form */
export function existingAccession(text: string, type: WebinObjectType): string | null {
  const accession = EXISTS.exec(text)?.[1];
  return accession !== undefined && isEnaAccession(type, accession) ? accession : null;
}

// Since 2023 `File "x" does not exist in the upload area.`; before: `File size(bytes) for x :  is null`.
const MISSING_FILE =
  /\bFile "([^"]+)" does not exist in the upload area|\bFile size\(bytes\) for (.+?) :\s+is null/;

/**
 * @returns the file that ENA does not find, if the text says so: the area's index lags behind uploads, so that a file
 * that is there may be found an hour or a day later
 */
export function missingFile(text: string): string | null {
  const [, now, before] = MISSING_FILE.exec(text) ?? [];
  return now ?? before ?? null;
}

function readings(rest: string, end: string): string[] {
  if (end === '') return [rest.trim(), rest.trim().replace(/\.$/, '')];
  const near = rest.slice(0, MAX_ALIAS_LENGTH);
  const found: string[] = [];
  for (let at = near.indexOf(end); at !== -1; at = near.indexOf(end, at + 1))
    found.push(near.slice(0, at).trim());
  return found.reverse();
}
