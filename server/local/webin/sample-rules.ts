import type { SubmittedObject } from './submitted.ts';
import type { XmlNode } from './xml-tree.ts';
import { childOf } from './xml-tree.ts';

const COUNTRY = 'geographic location (country and/or sea)';
const DATE = 'collection date';
const IN_DEGREES = ['geographic location (latitude)', 'geographic location (longitude)'];

// Ranks above genus under which nothing can be submitted; ENA knows the whole taxonomy, the sandbox these.
const NOT_SUBMITTABLE: Readonly<Record<string, string>> = {
  1: 'root',
  2: 'Bacteria',
  2157: 'Archaea',
  2759: 'Eukaryota',
  10239: 'Viruses',
  131567: 'cellular organisms',
};

// The start of every term for a missing value (INSDC).
const MISSING = /^(?:missing|not (?:applicable|collected|provided)|restricted access)/;

/** Which fields a checklist makes mandatory beyond those of every checklist; under `*` fields for all. */
export type MandatoryFields = Readonly<Record<string, readonly string[]>>;

interface Attribute {
  readonly tag: string;
  readonly value: string;
  readonly units: string;
}

/**
 * What ENA and BioSamples find wrong with a sample, as far as the sandbox looks: the texts are theirs where they are
 * known. Every checklist has wanted country and date since 2023; of the other fields the sandbox knows what it is told.
 */
export function sampleErrors({ alias, node }: SubmittedObject, mandatory: MandatoryFields = {}): string[] {
  const attributes = attributesOf(node);
  const checklist = attributes.find(({ tag }) => tag.toUpperCase() === 'ENA-CHECKLIST')?.value;
  const errors: string[] = [];
  if (checklist !== undefined && !isChecklist(checklist)) {
    // How ENA words this one is not known.
    errors.push(`In sample, alias: "${alias}". Checklist "${checklist}" does not exist.`);
  }
  const wanted = [
    DATE,
    COUNTRY,
    ...(mandatory['*'] ?? []),
    ...(Object.hasOwn(mandatory, checklist ?? '') ? (mandatory[checklist ?? ''] ?? []) : []),
  ];
  const fields = fieldErrors(attributes, wanted).map((error) => `Sample: ${alias}; ${error}`);
  if (fields.length > 0) {
    fields.push(
      `Failed to submit samples to BioSamples; No new BioSample was created for sample with alias ${alias}`,
    );
  }
  return [...errors, ...taxonErrors(alias, node), ...fields];
}

function fieldErrors(attributes: readonly Attribute[], mandatory: readonly string[]): string[] {
  const valueOf = (tag: string) =>
    attributes.find((attribute) => attribute.tag === tag && attribute.value !== '');
  const missing = mandatory.filter((tag) => !valueOf(tag));
  const errors = missing.map((tag) => `Reason: must have required property '${tag}'`);
  const date = valueOf(DATE)?.value;
  if (
    date !== undefined &&
    !/^[12]\d{3}(?:-\d{2}){0,2}(?:T[\d:Z+-]+)?(?:\/.+)?$/.test(date) &&
    !MISSING.test(date)
  ) {
    errors.push(`Attribute: ${DATE}; Reason: must match pattern "^[12][0-9]{3}(-(0[1-9]|1[0-2])…"`);
  }
  for (const tag of IN_DEGREES) {
    const value = valueOf(tag);
    if (value && value.units === '' && !MISSING.test(value.value))
      errors.push(`Attribute: ${tag}; Reason: must have required property 'unit'`);
  }
  const repeated = attributes.filter(
    ({ tag }, at) => attributes.findIndex((other) => other.tag === tag) < at,
  );
  return [
    ...errors,
    ...repeated.map(({ tag }) => `Attribute: ${tag}; Reason: must NOT have more than 1 items`),
  ];
}

function taxonErrors(alias: string, node: XmlNode): string[] {
  const name = childOf(node, 'SAMPLE_NAME');
  const taxon = (name && childOf(name, 'TAXON_ID')?.text.trim()) ?? '';
  const rank = NOT_SUBMITTABLE[taxon];
  return rank ? [`In sample, alias: "${alias}". Taxon ${rank} id ${taxon} is not submittable.`] : [];
}

/** ENA's 48 checklists of November 2026. */
function isChecklist(accession: string): boolean {
  const number = Number(/^ERC0000(\d\d)$/.exec(accession)?.[1]);
  return number >= 11 && number <= 60 && ![42, 54].includes(number);
}

function attributesOf(node: XmlNode): Attribute[] {
  const list = childOf(node, 'SAMPLE_ATTRIBUTES')?.children ?? [];
  return list.map((attribute) => {
    const of = (name: string) => childOf(attribute, name)?.text ?? '';
    return { tag: of('TAG'), value: of('VALUE'), units: of('UNITS') };
  });
}
