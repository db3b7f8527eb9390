import canonicalize from 'canonicalize';
import type { AccessionKind } from '../../accessions/accession.contract.ts';
import { CLI_ONLY_ANALYSIS_TYPES } from '../webin/xml/analysis-properties.ts';

/** What a revision says of a record, as far as ENA is told it. */
export type Said = {
  title: string;
  description: string;
  taxonId: string | null;
  scientificName: string | null;
  checklist: string | null;
  attributes: unknown;
  details: Readonly<Record<string, unknown>> | null;
};

/** The fields that differ; what an experiment, a run or an analysis says of itself is taken field by field. */
export function differingFields(before: Said, after: Said): string[] {
  const fields = ['title', 'description', 'taxonId', 'scientificName', 'checklist', 'attributes'] as const;
  const details = new Set([...Object.keys(before.details ?? {}), ...Object.keys(after.details ?? {})]);
  return [
    ...fields.filter((field) => differs(before[field], after[field])),
    ...[...details].filter((field) => differs(before.details?.[field], after.details?.[field])).sort(),
  ];
}

const differs = (one: unknown, other: unknown) => canonicalize(one ?? null) !== canonicalize(other ?? null);

/** `code`: `files_changed`, the whole request waits for it; `webin_cli_only`, the rest goes without it. */
export type Obstacle = { code: 'files_changed' | 'webin_cli_only'; message: string };

/**
 * Why ENA cannot be given a change. It keeps the files of a run or an analysis as they are named (ENA documentation,
 * updating metadata: file names cannot be edited); and the name of a file of ours there tells its checksum. And it takes
 * assemblies by Webin-CLI alone, which registers new ones and changes none.
 *
 * @param analysisTypes of an analysis, before and after
 * @returns undefined when it can
 */
export function obstacleTo(
  kind: AccessionKind,
  { accession, alias }: { accession: string; alias: string },
  fields: readonly string[],
  analysisTypes: readonly unknown[] = [],
): Obstacle | undefined {
  if ((kind === 'run' || kind === 'analysis') && fields.includes('files'))
    return {
      code: 'files_changed',
      message:
        `ENA keeps the files of the ${kind} “${alias}” as they are. Give it a new alias in the submission, so that it gets ` +
        `an accession of its own, send that, and withdraw ${accession} in its favour.`,
    };
  if (kind === 'analysis' && analysisTypes.some((type) => CLI_ONLY_ANALYSIS_TYPES.has(String(type))))
    return {
      code: 'webin_cli_only',
      message:
        `ENA takes the assembly “${alias}” by Webin-CLI only, which cannot change what is registered. Have ENA's helpdesk ` +
        `change it there, or send it under a new alias and withdraw ${accession} in its favour.`,
    };
  return undefined;
}
