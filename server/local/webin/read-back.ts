import type { Answer } from './answer.ts';
import type { StoredObject } from './objects.store.ts';
import type { SandboxObjectType } from './object-types.ts';
import type { Sandbox } from './sandbox.ts';
import { escapedText, xmlAttributes } from './xml-text.ts';

// What the other half of an object is called in its identifiers.
const NAMESPACES: Readonly<Record<string, string>> = { biosample: 'BioSample' };

/**
 * An object as ENA has it: what was submitted, with its accessions.
 * @returns null for what the account does not have, or of another type
 */
export function readBack(
  { store, account }: Sandbox,
  type: SandboxObjectType,
  accession: string,
): Answer | null {
  const object = store.objects.byAccession(accession);
  if (!object || !isOfType(object, type)) return null;
  const set = `${object.type.toUpperCase()}_SET`;
  const body = `<?xml version="1.0" encoding="UTF-8"?>\n<${set}>\n${identified(object, account)}\n</${set}>\n`;
  return { status: 200, headers: { 'Content-Type': 'application/xml' }, body };
}

/** A project is its study, too. */
function isOfType({ type }: StoredObject, asked: SandboxObjectType): boolean {
  return (
    type === asked || (type === 'project' && asked === 'study') || (type === 'study' && asked === 'project')
  );
}

function identified({ type, alias, accession, external, document }: StoredObject, account: string): string {
  const element = type.toUpperCase();
  const identifiers = [
    `<PRIMARY_ID>${accession}</PRIMARY_ID>`,
    external && externalId(external),
    `<SUBMITTER_ID namespace="${account}">${escapedText(alias)}</SUBMITTER_ID>`,
  ];
  const content = `<IDENTIFIERS>${identifiers.filter((one) => one !== null).join('')}</IDENTIFIERS>`;
  return document
    .replace(`<${element}`, `<${element}${xmlAttributes({ accession })}`)
    .replace(/^(<[^>]*?)\/>$/, `$1></${element}>`)
    .replace(/^(<[^>]*>)/, (start) => start + content);
}

function externalId({ accession, type }: NonNullable<StoredObject['external']>): string {
  const namespace = NAMESPACES[type];
  return namespace === undefined
    ? `<SECONDARY_ID>${accession}</SECONDARY_ID>`
    : `<EXTERNAL_ID namespace="${namespace}">${accession}</EXTERNAL_ID>`;
}
