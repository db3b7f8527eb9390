import type { NamedFile } from './files.ts';
import type { Reference } from './references.ts';
import type { Resolver } from './resolver.ts';
import type { MandatoryFields } from './sample-rules.ts';
import { sampleErrors } from './sample-rules.ts';
import type { SubmittedObject } from './submitted.ts';
import type { UploadArea } from './upload-area.ts';

// Assemblies have to go through Webin-CLI, which submits them in its own name.
const BY_WEBIN_CLI_ONLY = new Set(['SEQUENCE_ASSEMBLY', 'TRANSCRIPTOME_ASSEMBLY']);

/** @returns what ENA has against an object, whether it is new or not: its fields, type and references */
export function contentErrors(
  object: SubmittedObject,
  resolver: Resolver,
  mandatory: MandatoryFields,
): string[] {
  const own = object.type === 'sample' ? sampleErrors(object, mandatory) : analysisErrors(object);
  return [...own, ...object.references.flatMap((reference) => referenceErrors(object, reference, resolver))];
}

/** In the words of before 2023: newer ones are not known. */
function referenceErrors(
  { type, alias, accession }: SubmittedObject,
  { kind, to, ...reference }: Reference,
  resolver: Resolver,
): string[] {
  if (resolver.find({ kind, to, ...reference })) return [];
  const noun = to.includes('study') ? 'study' : (to[0] ?? '');
  const named =
    reference.accession === '' ? `alias "${reference.alias}"` : `accession "${reference.accession}"`;
  const error = `In ${type}, alias:"${alias}", accession:"${accession}", In reference:"${kind}", reference alias:"${reference.alias}", reference accession:"${reference.accession}". Failed to find referenced ${noun}, ${named}.`;
  return type === 'experiment' && noun === 'sample' ? [error, 'Sample in experiment is null'] : [error];
}

/** How ENA words this one is not known. */
function analysisErrors({ type, alias, node }: SubmittedObject): string[] {
  if (type !== 'analysis') return [];
  const kind = node.children.find(({ name }) => name === 'ANALYSIS_TYPE')?.children[0]?.name ?? '';
  return BY_WEBIN_CLI_ONLY.has(kind)
    ? [`In analysis, alias: "${alias}". ${kind} must be submitted using Webin-CLI.`]
    : [];
}

/** @returns which files of a new run or analysis are not there, or not what they should be */
export function fileErrors({ type, alias, files }: SubmittedObject, area: UploadArea): string[] {
  return files.flatMap((file) => {
    const error = fileError(file, area);
    return error === null ? [] : [`In ${type}, alias: "${alias}". ${error}`];
  });
}

/** How ENA words a checksum that is missing or wrong is not known. */
function fileError({ name, method, checksum }: NamedFile, area: UploadArea): string | null {
  const file = area.find(name);
  if (!file) return `File "${name}" does not exist in the upload area.`;
  const declared = checksum || area.sidecar(name);
  if (!declared) return `File "${name}" has no checksum.`;
  const actual = method === 'MD5' ? area.md5(file) : area.sha256(file);
  return actual === declared ? null : `Invalid file checksum: file "${name}" has ${method} ${actual}.`;
}

export function existsAlready(type: string, alias: string, accession: string): string {
  return `In ${type}, alias: "${alias}". The object being added already exists in the submission account with accession: "${accession}".`;
}

export function repeatedAliases(objects: readonly SubmittedObject[]): string[] {
  const seen = new Set<string>();
  return objects.flatMap(({ type, alias }) => {
    const isRepeated = seen.has(`${type} ${alias}`);
    seen.add(`${type} ${alias}`);
    return isRepeated
      ? [`The ${type} alias (${alias}) found more than once but ${type} alias must be unique.`]
      : [];
  });
}

/** A broker says for each object whose it is. */
export function missingCenter({ type, alias, accession }: SubmittedObject): string {
  return `In ${type}, alias: "${alias}", accession: "${accession}". Missing center name.`;
}
