import type { AttributeInput } from './attribute.xml.ts';
import { attributesXml } from './attribute.xml.ts';
import type { LinkInput } from './link.xml.ts';
import { linksXml } from './link.xml.ts';
import { ObjectText } from './object-text.ts';
import { UnsendableError } from './unsendable.error.ts';

/** A sample as ENA registers it: ERS… with its BioSample SAMEA…. */
export interface SampleInput {
  readonly alias: string;
  readonly title?: string | undefined;
  /** NCBI taxonomy identifier. */
  readonly taxonId: number;
  readonly scientificName?: string | undefined;
  readonly description?: string | undefined;
  /** Institute that produced the data; brokers must give it. */
  readonly centerName?: string | undefined;
  /** Accession of the checklist that the sample is validated against, `ERC000011`. */
  readonly checklist?: string | undefined;
  /** Tags are the labels of the checklist's fields, spelt exactly so: ENA compares by case. */
  readonly links?: readonly LinkInput[] | undefined;
  readonly attributes?: readonly AttributeInput[] | undefined;
}

/** The attribute by which ENA knows the checklist of a sample. */
export const CHECKLIST_TAG = 'ENA-CHECKLIST';

const MAX_TAXON_ID = 2_147_483_647;

/**
 * One `<SAMPLE>` element, attributes in the order given, the checklist last.
 * @throws UnsendableError naming alias and field
 */
export function sampleXml(sample: SampleInput): string {
  const { alias, title, scientificName, description, centerName } = sample;
  const text = new ObjectText('sample', alias);
  return (
    `${text.start('SAMPLE', centerName)}>\n` +
    text.line('    ', 'TITLE', title, 'title') +
    `    <SAMPLE_NAME><TAXON_ID>${taxonId(sample)}</TAXON_ID>` +
    (scientificName ? text.element('SCIENTIFIC_NAME', scientificName, 'scientific name') : '') +
    `</SAMPLE_NAME>\n` +
    text.line('    ', 'DESCRIPTION', description, 'description') +
    linksXml(text, 'SAMPLE', sample.links) +
    attributesXml('SAMPLE', withChecklist(sample), 'sample', alias) +
    `  </SAMPLE>\n`
  );
}

function taxonId({ alias, taxonId: id }: SampleInput): number {
  if (Number.isInteger(id) && id > 0 && id <= MAX_TAXON_ID) return id;
  throw new UnsendableError('sample', alias, 'taxon id', `${id} is not a taxonomy identifier`);
}

function* withChecklist({ alias, checklist, attributes = [] }: SampleInput): Generator<AttributeInput> {
  for (const attribute of attributes) {
    if (checklist !== undefined && attribute.tag.toUpperCase() === CHECKLIST_TAG) {
      throw new UnsendableError('sample', alias, attribute.tag, 'the checklist of a sample is given once');
    }
    yield attribute;
  }
  if (checklist === undefined) return;
  if (!/^ERC[0-9]{6}$/.test(checklist)) {
    throw new UnsendableError('sample', alias, CHECKLIST_TAG, `"${checklist}" is not a checklist accession`);
  }
  yield { tag: CHECKLIST_TAG, value: checklist };
}
