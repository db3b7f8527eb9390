import type { AttributeInput } from './attribute.xml.ts';
import { attributesXml } from './attribute.xml.ts';
import { aliasText, attributeText, elementText } from './text.ts';
import { UnsendableError } from './unsendable.error.ts';

/** A sequencing project: what ENA shows as the study, with PRJEB… and ERP… as its accessions. */
export interface ProjectInput {
  readonly alias: string;
  readonly title: string;
  readonly description: string;
  /** Short name of the project. */
  readonly name?: string | undefined;
  /** Institute that produced the data; brokers must give it. */
  readonly centerName?: string | undefined;
  readonly attributes?: readonly AttributeInput[] | undefined;
}

/** Lengths that ENA.project.xsd sets and the live service enforces. */
export const PROJECT_TITLE_LENGTH = { min: 20, max: 250 } as const;
export const PROJECT_DESCRIPTION_LENGTH = { min: 20, max: 4000 } as const;

/**
 * One `<PROJECT>` element.
 * @throws UnsendableError naming alias and field, for text XML cannot carry and for lengths ENA refuses
 */
export function projectXml(project: ProjectInput): string {
  const { alias, title, description, name, centerName } = project;
  const text = (value: string, field: string) => elementText(value, 'project', alias, field);
  refuseLength(alias, 'title', title, PROJECT_TITLE_LENGTH);
  refuseLength(alias, 'description', description, PROJECT_DESCRIPTION_LENGTH);
  const center = centerName
    ? ` center_name="${attributeText(centerName, 'project', alias, 'center name')}"`
    : '';
  return (
    `  <PROJECT alias="${aliasText(alias, 'project')}"${center}>\n` +
    (name ? `    <NAME>${text(name, 'name')}</NAME>\n` : '') +
    `    <TITLE>${text(title, 'title')}</TITLE>\n` +
    `    <DESCRIPTION>${text(description, 'description')}</DESCRIPTION>\n` +
    `    <SUBMISSION_PROJECT><SEQUENCING_PROJECT/></SUBMISSION_PROJECT>\n` +
    attributesXml('PROJECT', project.attributes ?? [], 'project', alias) +
    `  </PROJECT>\n`
  );
}

/** Counted the strict way at both ends: ENA counts UTF-16 units, libxml2 code points. */
function refuseLength(
  alias: string,
  field: string,
  text: string,
  { min, max }: { min: number; max: number },
): void {
  const codePoints = text.length > 2 * min ? text.length : [...text].length;
  if (codePoints >= min && text.length <= max) return;
  throw new UnsendableError(
    'project',
    alias,
    field,
    `has ${text.length} characters, ENA takes ${min} to ${max}`,
  );
}
