import type { AnalysisDetails } from '../../submissions/record-details.ts';
import { type AttachedFile, UnfitFile } from '../sending/attached-files.ts';
import { manifest, type ManifestContext } from '../webin/cli/manifest.ts';
import type { ObjectRef } from '../webin/xml/reference.xml.ts';

/** An assembly as Webin-CLI gets it. */
export type Assembly = {
  context: ManifestContext;
  /** Of the manifest, made unique; spaces become underscores in what Webin-CLI makes of it. */
  name: string;
  /** Under which Webin-CLI registers it; made of the name alone, which has to be unique in the account for ever. */
  alias: string;
  manifest: string;
  files: readonly (AttachedFile & { name: string })[];
};

const contexts: Readonly<Record<string, ManifestContext>> = {
  SEQUENCE_ASSEMBLY: 'genome',
  TRANSCRIPTOME_ASSEMBLY: 'transcriptome',
};

/** What the schema of analyses calls otherwise than the manifest. */
const manifestNames: Readonly<Record<string, string>> = {
  NAME: 'ASSEMBLYNAME',
  TYPE: 'ASSEMBLY_TYPE',
  MOL_TYPE: 'MOLECULETYPE',
  MIN_GAP_LENGTH: 'MINGAPLENGTH',
};
/** In the schema, but nothing that the manifest knows. */
const notInManifest = new Set(['PARTIAL']);
const lists = new Set(['PLATFORM', 'RUN_REF', 'ANALYSIS_REF', 'AUTHORS']);

/** What ENA takes of a name (webin-cli): the accession has to fit in, too. */
const longestName = 50;

/**
 * The name that a depositor typed with our accession behind it: two depositors may well call theirs "A1", and by its
 * name alone Webin-CLI would take the one for the other.
 */
export function uniqueName(typed: string, accession: string): string {
  const end = `_${accession}`;
  return `${typed
    .trim()
    .slice(0, longestName - end.length)
    .trimEnd()}${end}`;
}

const aliasStart = (context: ManifestContext) => `webin-${context}-`;

/** The assembly as a request of earlier days has named it, whose manifest lies in the store. */
export function asRequested(assembly: Assembly, requestAlias: string): Assembly {
  return { ...assembly, alias: requestAlias, name: requestAlias.slice(aliasStart(assembly.context).length) };
}

/** Whether Webin-CLI's alias can be nothing but that record's. @param enaAlias what ENA is to know the record by */
export const isAliasOf = (alias: string, enaAlias: string): boolean => alias.endsWith(`_${enaAlias}`);

/**
 * @param alias of the record, for messages
 * @param accession ours: what ENA knows the record by
 * @param references as ENA knows them
 * @throws UnsendableError naming the field that Webin-CLI would refuse; UnfitFile
 */
export function assemblyOf(
  { alias, accession }: { alias: string; accession: string },
  details: Pick<AnalysisDetails, 'type' | 'properties' | 'description'>,
  references: { study: ObjectRef; samples: readonly ObjectRef[]; runs: readonly ObjectRef[] },
  attached: readonly { type: string; file: AttachedFile }[],
): Assembly {
  const context = contexts[details.type];
  if (!context) throw new Error(`${details.type} is no assembly`);
  const given = Object.entries(details.properties).filter(([name]) => !notInManifest.has(name));
  const fields: Record<string, string | string[]> = {
    ...Object.fromEntries(given.map(([name, value]) => fieldOf(name, value))),
    STUDY: nameOf(references.study),
    SAMPLE: references.samples.map(nameOf),
    ...(references.runs.length > 0 && { RUN_REF: references.runs.map(nameOf) }),
    ...(details.description !== '' && { DESCRIPTION: details.description }),
  };
  const files = attached.map(({ type, file }) => {
    const name = file.path.split('/').at(-1) ?? '';
    return { ...file, name, field: type.toUpperCase() };
  });
  const repeated = files.find(({ field }, at) => files.findIndex((one) => one.field === field) !== at);
  if (repeated) throw new UnfitFile(`it has more than one file of the type ${repeated.field}`);
  const written = (name: object): string =>
    manifest(alias, {
      context,
      fields: { ...fields, ...name },
      files: Object.fromEntries(files.map(({ field, name: file }) => [field, file])),
    });
  // First as it was typed: what is wrong with the name is said of that.
  written({});
  const unique = uniqueName([fields['ASSEMBLYNAME'] ?? ''].flat()[0] ?? '', accession);
  const name = unique.replace(/\s+/g, '_');
  return {
    context,
    name,
    alias: `${aliasStart(context)}${name}`,
    manifest: written({ ASSEMBLYNAME: unique }),
    files,
  };
}

function fieldOf(name: string, value: string | string[]): [string, string | string[]] {
  const field = manifestNames[name] ?? name;
  if (!lists.has(field) || typeof value !== 'string') return [field, value];
  return [field, value.split(',').map((one) => one.trim())];
}

const nameOf = (reference: ObjectRef): string =>
  'refname' in reference ? reference.refname : reference.accession;
