import type { AnalysisDetails } from '../../submissions/record-details.ts';
import { type AttachedFile, UnfitFile } from '../sending/attached-files.ts';
import { manifest, type ManifestContext } from '../webin/cli/manifest.ts';
import type { ObjectRef } from '../webin/xml/reference.xml.ts';

/** An assembly as Webin-CLI gets it. */
export type Assembly = {
  context: ManifestContext;
  /** Of the manifest; spaces become underscores in what Webin-CLI makes of it. */
  name: string;
  /** Under which Webin-CLI registers it; made of the name alone, so unique in the account for ever. */
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

/**
 * @param alias of the record, for messages
 * @param references as ENA knows them
 * @throws UnsendableError naming the field that Webin-CLI would refuse; UnfitFile
 */
export function assemblyOf(
  alias: string,
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
  const text = manifest(alias, {
    context,
    fields,
    files: Object.fromEntries(files.map(({ field, name }) => [field, name])),
  });
  const name = [fields['ASSEMBLYNAME'] ?? ''].flat()[0]?.trim().replace(/\s+/g, '_') ?? '';
  return { context, name, alias: `webin-${context}-${name}`, manifest: text, files };
}

function fieldOf(name: string, value: string | string[]): [string, string | string[]] {
  const field = manifestNames[name] ?? name;
  if (!lists.has(field) || typeof value !== 'string') return [field, value];
  return [field, value.split(',').map((one) => one.trim())];
}

const nameOf = (reference: ObjectRef): string =>
  'refname' in reference ? reference.refname : reference.accession;
