import { projectLengths } from '../../../validation/study-text.contract.ts';
import type { AttributeInput } from './attribute.xml.ts';
import { attributesXml } from './attribute.xml.ts';
import type { LinkInput } from './link.xml.ts';
import { linksXml } from './link.xml.ts';
import { ObjectText } from './object-text.ts';

/** A sequencing project: what ENA shows as the study, with PRJEB… and ERP… as its accessions. */
export interface ProjectInput {
  readonly alias: string;
  readonly title: string;
  readonly description: string;
  /** Short name of the project. */
  readonly name?: string | undefined;
  /** Institute that produced the data; brokers must give it. */
  readonly centerName?: string | undefined;
  /** An umbrella groups other projects and holds no data of its own; ENA gives it no ERP…. */
  readonly isUmbrella?: boolean | undefined;
  /** Registered for annotated assemblies: three to twelve capitals and digits, a letter first. */
  readonly locusTagPrefixes?: readonly string[] | undefined;
  readonly related?: readonly RelatedProject[] | undefined;
  readonly collaborators?: readonly string[] | undefined;
  readonly links?: readonly LinkInput[] | undefined;
  readonly attributes?: readonly AttributeInput[] | undefined;
}

/** Another project, by its accession: the schema knows no alias here. A child is a project under this umbrella. */
export interface RelatedProject {
  readonly relation: 'parent' | 'child' | 'peer';
  readonly accession: string;
}

/**
 * One `<PROJECT>` element.
 * @throws UnsendableError naming alias and field, for text XML cannot carry and for lengths ENA refuses
 */
export function projectXml(project: ProjectInput): string {
  const { alias, title, description, name, centerName, collaborators = [] } = project;
  const text = new ObjectText('project', alias);
  refuseLength(text, 'title', title, projectLengths.title);
  refuseLength(text, 'description', description, projectLengths.description);
  const people = collaborators
    .map((one) => text.line('      ', 'COLLABORATOR', one, 'collaborator'))
    .join('');
  return (
    `${text.start('PROJECT', centerName)}>\n` +
    text.line('    ', 'NAME', name, 'name') +
    text.line('    ', 'TITLE', title, 'title') +
    text.line('    ', 'DESCRIPTION', description, 'description') +
    (people && `    <COLLABORATORS>\n${people}    </COLLABORATORS>\n`) +
    kindXml(text, project) +
    relatedXml(text, project.related ?? []) +
    linksXml(text, 'PROJECT', project.links) +
    attributesXml('PROJECT', project.attributes ?? [], 'project', alias) +
    `  </PROJECT>\n`
  );
}

function kindXml(text: ObjectText, { isUmbrella = false, locusTagPrefixes = [] }: ProjectInput): string {
  const wrong = locusTagPrefixes.find((prefix) => !/^[A-Z][A-Z0-9]{2,11}$/.test(prefix));
  if (wrong !== undefined) throw text.unsendable('locus tag prefix', `"${wrong}" is not one`);
  if (!isUmbrella) {
    const prefixes = locusTagPrefixes
      .map((prefix) => `<LOCUS_TAG_PREFIX>${prefix}</LOCUS_TAG_PREFIX>`)
      .join('');
    const project = prefixes
      ? `<SEQUENCING_PROJECT>${prefixes}</SEQUENCING_PROJECT>`
      : '<SEQUENCING_PROJECT/>';
    return `    <SUBMISSION_PROJECT>${project}</SUBMISSION_PROJECT>\n`;
  }
  if (locusTagPrefixes.length > 0) throw text.unsendable('locus tag prefix', 'an umbrella project has none');
  return '    <UMBRELLA_PROJECT/>\n';
}

const RELATIONS = { parent: 'PARENT_PROJECT', child: 'CHILD_PROJECT', peer: 'PEER_PROJECT' } as const;

function relatedXml(text: ObjectText, related: readonly RelatedProject[]): string {
  const lines = related.map(({ relation, accession }) => {
    if (!/^PRJ[EDN][A-Z][0-9]+$/.test(accession))
      throw text.unsendable('related project', `"${accession}" is not the accession of a project`);
    return `      <RELATED_PROJECT><${RELATIONS[relation]} accession="${accession}"/></RELATED_PROJECT>\n`;
  });
  return lines.length === 0 ? '' : `    <RELATED_PROJECTS>\n${lines.join('')}    </RELATED_PROJECTS>\n`;
}

/** Counted the strict way at both ends: ENA counts UTF-16 units, libxml2 code points. */
function refuseLength(
  record: ObjectText,
  field: string,
  text: string,
  { min, max }: { min: number; max: number },
): void {
  const codePoints = text.length > 2 * min ? text.length : [...text].length;
  if (codePoints >= min && text.length <= max) return;
  throw record.unsendable(field, `has ${text.length} characters, ENA takes ${min} to ${max}`);
}
