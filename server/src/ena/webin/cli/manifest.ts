import { UnsendableError } from '../xml/unsendable.error.ts';
import type { ManifestField } from './manifest-fields.ts';
import { MANIFEST_FIELDS, MANIFEST_FILES } from './manifest-fields.ts';

/** What Webin-CLI calls the kinds of submission that ENA takes from nothing else. */
export type ManifestContext = 'genome' | 'transcriptome' | 'sequence';

export interface ManifestInput {
  readonly context: ManifestContext;
  /** By the names of `MANIFEST_FIELDS`; a list is written with commas. Empty ones are left out. */
  readonly fields: Readonly<Record<string, string | readonly string[]>>;
  /** By the names of `MANIFEST_FILES`: paths below Webin-CLI's input folder. */
  readonly files: Readonly<Record<string, string>>;
}

// webin-cli, ASCIIFileNameProcessor.
const FILE_NAME = /^[A-Za-z0-9[\]\\#\-_.,/:@+ ()'~<%?]+$/;

/**
 * The manifest that Webin-CLI reads: a field and its value on each line, fields in the order of the documentation.
 * Same input, same bytes.
 * @param name of the assembly, for messages
 * @throws UnsendableError naming the field, for everything that Webin-CLI would refuse by the manifest alone
 */
export function manifest(name: string, { context, fields, files }: ManifestInput): string {
  const refused = (field: string, problem: string) => new UnsendableError('assembly', name, field, problem);
  const known = MANIFEST_FIELDS[context];
  const unknown = Object.keys(fields).find((field) => !known.some((one) => one.name === field));
  if (unknown !== undefined) throw refused(unknown, `is no field of a ${context}'s manifest`);
  const lines = known.flatMap((field) => fieldLine(field, fields[field.name], refused));
  refuseLoneAuthor(fields, refused);
  return [...lines, ...fileLines(context, fields, files, refused)].map((line) => `${line}\n`).join('');
}

type Refusal = (field: string, problem: string) => UnsendableError;

function fieldLine(
  field: ManifestField,
  given: string | readonly string[] | undefined,
  refused: Refusal,
): string[] {
  const { name, isRequired, isList, values, pattern, expects } = field;
  const all = [given ?? []]
    .flat()
    .map((value) => value.trim())
    .filter(Boolean);
  if (all.length === 0) {
    if (isRequired) throw refused(name, 'is missing');
    return [];
  }
  if (all.length > 1 && !isList) throw refused(name, 'has more than one value');
  for (const value of all) {
    // A line is a value: nothing can be quoted in a manifest.
    // oxlint-disable-next-line no-control-regex -- control characters are what this looks for
    if (/[\u0000-\u001f\u007f]/.test(value))
      throw refused(name, 'contains a line break or control character');
    if (isList && value.includes(','))
      throw refused(name, `"${value}" has a comma in it, which separates values`);
    if (values && !values.includes(value))
      throw refused(name, `"${value}" is not one of the values that ENA takes`);
    if (pattern && !pattern.test(value))
      throw refused(name, `"${value}" is not ${expects ?? 'what ENA takes'}`);
  }
  return [`${name}\t${all.join(',')}`];
}

/** Webin-CLI wants both or neither: they replace those of the account. */
function refuseLoneAuthor(fields: ManifestInput['fields'], refused: Refusal): void {
  const has = (name: string) => [fields[name] ?? []].flat().some((value) => value.trim() !== '');
  if (has('AUTHORS') !== has('ADDRESS')) throw refused('AUTHORS', 'goes with ADDRESS: both or neither');
}

function fileLines(
  context: ManifestContext,
  fields: ManifestInput['fields'],
  files: ManifestInput['files'],
  refused: Refusal,
): string[] {
  const given = Object.keys(files);
  const onlyFasta =
    context === 'genome' && /^(?:primary|binned) metagenome$/.test(String(fields['ASSEMBLY_TYPE']));
  const groups = onlyFasta ? [{ required: ['FASTA'], optional: [] }] : MANIFEST_FILES[context];
  const fits = groups.some(
    ({ required, optional }) =>
      required.every((name) => given.includes(name)) &&
      given.every((name) => required.includes(name) || optional.includes(name)),
  );
  if (!fits) {
    const wanted = groups.map(({ required, optional }) => {
      return optional.length === 0
        ? required.join(' and ')
        : `${required.join(' and ')} (${optional.join(', ')} as well)`;
    });
    throw refused('files', `${given.join(', ') || 'none'}: ENA takes ${wanted.join('; or ')}`);
  }
  return given.map((name) => {
    const file = files[name] ?? '';
    if (!FILE_NAME.test(file) || file !== file.trim() || file.split('/').includes('..'))
      throw refused(name, `"${file}" is not a file name that ENA takes`);
    if (!/\.(?:gz|bz2)$/i.test(file)) throw refused(name, `"${file}" is not compressed (.gz or .bz2)`);
    return `${name}\t${file}`;
  });
}
