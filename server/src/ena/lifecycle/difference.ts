import canonicalize from 'canonicalize';
import type { AccessionKind } from '../../accessions/accession.contract.ts';

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

/**
 * Why ENA cannot be given a change. It keeps the files of a run or an analysis as they are named (ENA documentation,
 * updating metadata: file names cannot be edited); and the name of a file of ours there tells its checksum.
 *
 * @returns undefined when it can
 */
export function obstacleTo(
  kind: AccessionKind,
  { accession, alias }: { accession: string; alias: string },
  fields: readonly string[],
): string | undefined {
  if ((kind !== 'run' && kind !== 'analysis') || !fields.includes('files')) return undefined;
  return (
    `ENA keeps the files of the ${kind} “${alias}” as they are. Give it a new alias in the submission, so that it gets ` +
    `an accession of its own, send that, and withdraw ${accession} in its favour.`
  );
}
