import { ParseOption, XmlDocument, type XmlElement, XmlLibError } from 'libxml2-wasm';
import { type Checklist, checklist } from './checklist.contract.ts';
import { fieldsOf, groupsOf } from './checklist-xml.fields.ts';
import { childrenOf, descendantsOf, textOf } from './checklist-xml.elements.ts';

const OPTIONS = ParseOption.XML_PARSE_NO_XXE | ParseOption.XML_PARSE_NONET | ParseOption.XML_PARSE_BIG_LINES;

const mostProblems = 50;

/** A file that is no checklist; each problem names element, field and what is wrong. */
export class ChecklistFileError extends Error {
  constructor(readonly problems: readonly string[]) {
    super(problems.join('; '));
    this.name = 'ChecklistFileError';
  }
}

/**
 * Reads ENA's checklists as its browser API serves them (`/ena/browser/api/xml/ERC…`): a CHECKLIST_SET or a single
 * CHECKLIST. Elements are found by name, not by order: the MIxS checklists put UNITS after FIELD_TYPE and fail ENA's
 * own schema. Conditions and taxon restrictions are not read: since 2025 BioSamples checks samples and knows neither.
 *
 * @param version label for the checklists. The files carry none, and the `:1.3` behind an accession in a sheet counts
 *   BioSamples' schemas, which no file links to an XML; so a day (`2026-07-27`) says best what was imported
 * @throws ChecklistFileError
 */
export function readChecklistXml(bytes: Uint8Array, { version }: { version: string }): Checklist[] {
  const document = parsed(bytes);
  try {
    const elements = descendantsOf(document.root, 'CHECKLIST');
    if (elements.length === 0)
      throw new ChecklistFileError([`the file has no CHECKLIST; its root is ${document.root.name}`]);
    const problems: string[] = [];
    const read = elements.map((element) => checklistOf(element, version, problems));
    if (problems.length > 0) throw new ChecklistFileError(problems.slice(0, mostProblems));
    return read.filter((one) => one !== undefined);
  } finally {
    document.dispose();
  }
}

function parsed(bytes: Uint8Array): XmlDocument {
  // Checklists declare no document type; without one there are no entities to expand or to fetch.
  if (/<!DOCTYPE/i.test(Buffer.from(bytes).toString('latin1').replaceAll('\0', ''))) {
    throw new ChecklistFileError(['the file declares a document type (DOCTYPE), which checklists never do']);
  }
  try {
    return XmlDocument.fromBuffer(bytes, { option: OPTIONS });
  } catch (error) {
    if (!(error instanceof XmlLibError)) throw error;
    const [first] = error.details;
    const where = first ? ` at line ${first.line}: ${first.message.trim()}` : '';
    throw new ChecklistFileError([`the file is not well-formed XML${where}`]);
  }
}

function checklistOf(element: XmlElement, version: string, problems: string[]): Checklist | undefined {
  const [descriptor] = childrenOf(element, 'DESCRIPTOR');
  const [identifiers] = childrenOf(element, 'IDENTIFIERS');
  const accession = element.attr('accession')?.value.trim() ?? textOf(identifiers, 'PRIMARY_ID') ?? '';
  const report = (problem: string) =>
    problems.push(`${accession || 'checklist without accession'}: ${problem}`);
  const type = element.attr('checklistType')?.value;
  if (type !== undefined && type.toLowerCase() !== 'sample')
    report(`it is a checklist of ${type}, not of samples`);
  if (!descriptor) {
    report('it has no DESCRIPTOR');
    return undefined;
  }
  const description = textOf(descriptor, 'DESCRIPTION');
  const authority = textOf(descriptor, 'AUTHORITY');
  const result = checklist.safeParse({
    accession,
    version,
    label: textOf(descriptor, 'LABEL') ?? textOf(descriptor, 'NAME') ?? '',
    ...(description !== undefined && { description }),
    ...(authority !== undefined && { authority }),
    groups: groupsOf(descriptor, report),
    fields: fieldsOf(descriptor, report),
  });
  if (result.success) return result.data;
  for (const { path, message } of result.error.issues) report(`${path.join('.')}: ${message}`);
  return undefined;
}
