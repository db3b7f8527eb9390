import type { FieldError } from '../../platform/errors/app.error.ts';
import { isEnaAccession } from '../webin/ena-accession.ts';
import type { WebinObjectType } from '../webin/webin-object.ts';

export type GivenAccession = { alias: string; accession: string; biosample?: string | undefined };
type Named = { type: WebinObjectType; enaAlias: string };

/**
 * What is wrong with accessions that a person gives for records of a request: each is of its record's type, and no other
 * record gets it; a sample has its BioSample, too, without which no receipt would be believed either. Records for which
 * none is given stay as they are.
 *
 * @returns nothing when they can be believed, as far as their form goes
 */
export function problemsOf(given: readonly GivenAccession[], items: readonly Named[]): FieldError[] {
  const types = new Map(items.map(({ enaAlias, type }) => [enaAlias, type]));
  const seen = new Set<string>();
  return given.flatMap((one, at) => {
    const found = problemsOfOne(one, types.get(one.alias), seen).map((message) => ({
      path: `accessions.${at}`,
      message,
    }));
    for (const name of namesOf(one)) seen.add(name);
    return found;
  });
}

function problemsOfOne(
  one: GivenAccession,
  type: WebinObjectType | undefined,
  seen: ReadonlySet<string>,
): string[] {
  const { alias, accession, biosample } = one;
  if (!type) return [`${alias} is no record of this request that is unclear`];
  const problems: string[] = [];
  if (!isEnaAccession(type, accession)) problems.push(`${accession} is no accession of a ${type}`);
  if (biosample !== undefined && type !== 'sample') problems.push(`a ${type} has no BioSample`);
  if (biosample === undefined && type === 'sample') problems.push(`the sample ${alias} has no BioSample`);
  if (biosample !== undefined && !isEnaAccession('biosample', biosample))
    problems.push(`${biosample} is no accession of a BioSample`);
  const twice = namesOf(one).find((name) => seen.has(name));
  if (twice) problems.push(`${twice.replace(/^alias /, '')} is given twice`);
  return problems;
}

const aliasKey = (alias: string) => `alias ${alias}`;

const namesOf = ({ alias, accession, biosample }: GivenAccession): string[] => [
  aliasKey(alias),
  accession,
  ...(biosample === undefined ? [] : [biosample]),
];
