import type { AttributeInput } from './attribute.xml.ts';
import { attributesXml } from './attribute.xml.ts';
import type { LinkInput } from './link.xml.ts';
import { linksXml } from './link.xml.ts';
import { ObjectText } from './object-text.ts';
import type { ObjectRef } from './reference.xml.ts';
import { referenceXml } from './reference.xml.ts';

/** A sequencing experiment: a library made of a sample, and the instrument that read it. ERX…. */
export interface ExperimentInput {
  readonly alias: string;
  readonly title?: string | undefined;
  /** Institute that produced the data; brokers must give it. */
  readonly centerName?: string | undefined;
  readonly study: ObjectRef;
  readonly sample: ObjectRef;
  /** May be empty; the element has to be there. */
  readonly designDescription: string;
  readonly library: LibraryInput;
  /** One of `PLATFORMS`. */
  readonly platform: string;
  /** As the schema spells the models of that platform: `Illumina MiSeq`, but `NextSeq 550`. */
  readonly instrumentModel: string;
  readonly links?: readonly LinkInput[] | undefined;
  readonly attributes?: readonly AttributeInput[] | undefined;
}

/** Strategy, source and selection in the spelling of the schema: ENA compares by case. */
export interface LibraryInput {
  readonly name?: string | null | undefined;
  readonly strategy: string;
  readonly source: string;
  readonly selection: string;
  readonly layout: 'SINGLE' | 'PAIRED';
  /** Of paired reads, in bases. */
  readonly insertSize?: number | null | undefined;
  /** Standard deviation of the insert size, in bases. */
  readonly insertSizeDeviation?: number | null | undefined;
  readonly constructionProtocol?: string | null | undefined;
}

/** The platforms of SRA.common.xsd: each is an element of its own, so no other name may be written. */
export const PLATFORMS: ReadonlySet<string> = new Set(
  `LS454 ILLUMINA HELICOS ABI_SOLID COMPLETE_GENOMICS BGISEQ OXFORD_NANOPORE
   PACBIO_SMRT ION_TORRENT CAPILLARY DNBSEQ ELEMENT AVITI ULTIMA
   VELA_DIAGNOSTICS GENAPSYS GENEMIND TAPESTRI`.split(/\s+/),
);

/**
 * One `<EXPERIMENT>` element.
 * @throws UnsendableError naming alias and field
 */
export function experimentXml(experiment: ExperimentInput): string {
  const text = new ObjectText('experiment', experiment.alias);
  const { title, study, sample, designDescription, platform, instrumentModel } = experiment;
  if (!PLATFORMS.has(platform)) throw text.unsendable('platform', `"${platform}" is not a platform of ENA's`);
  const model = text.required(instrumentModel, 'instrument model');
  return (
    `${text.start('EXPERIMENT', experiment.centerName)}>\n` +
    text.line('    ', 'TITLE', title, 'title') +
    `    ${referenceXml(text, 'STUDY_REF', study, 'study')}\n` +
    `    <DESIGN>\n` +
    `      ${text.element('DESIGN_DESCRIPTION', designDescription, 'design description')}\n` +
    `      ${referenceXml(text, 'SAMPLE_DESCRIPTOR', sample, 'sample')}\n` +
    libraryXml(text, experiment.library) +
    `    </DESIGN>\n` +
    `    <PLATFORM><${platform}>${text.element('INSTRUMENT_MODEL', model, 'instrument model')}</${platform}></PLATFORM>\n` +
    linksXml(text, 'EXPERIMENT', experiment.links) +
    attributesXml('EXPERIMENT', experiment.attributes ?? [], 'experiment', experiment.alias) +
    `  </EXPERIMENT>\n`
  );
}

function libraryXml(text: ObjectText, library: LibraryInput): string {
  const field = (element: string, value: string, name: string) =>
    text.line('        ', element, text.required(value, name), name);
  return (
    `      <LIBRARY_DESCRIPTOR>\n` +
    text.line('        ', 'LIBRARY_NAME', library.name, 'library name') +
    field('LIBRARY_STRATEGY', library.strategy, 'library strategy') +
    field('LIBRARY_SOURCE', library.source, 'library source') +
    field('LIBRARY_SELECTION', library.selection, 'library selection') +
    `        <LIBRARY_LAYOUT>${layoutXml(text, library)}</LIBRARY_LAYOUT>\n` +
    text.line(
      '        ',
      'LIBRARY_CONSTRUCTION_PROTOCOL',
      library.constructionProtocol,
      'library construction protocol',
    ) +
    `      </LIBRARY_DESCRIPTOR>\n`
  );
}

function layoutXml(text: ObjectText, { layout, insertSize, insertSizeDeviation }: LibraryInput): string {
  if (layout === 'SINGLE') {
    if (insertSize || insertSizeDeviation)
      throw text.unsendable('insert size', 'is given, but the layout is SINGLE');
    return '<SINGLE/>';
  }
  if (layout !== 'PAIRED')
    throw text.unsendable('library layout', `"${layout}" is neither SINGLE nor PAIRED`);
  return `<PAIRED${number('NOMINAL_LENGTH', insertSize, true)}${number('NOMINAL_SDEV', insertSizeDeviation, false)}/>`;

  function number(name: string, value: number | null | undefined, isWhole: boolean): string {
    if (value === null || value === undefined) return '';
    const isFine = isWhole ? Number.isSafeInteger(value) : Number.isFinite(value);
    if (isFine && value >= 0) return ` ${name}="${value}"`;
    throw text.unsendable('insert size', `${value} is not a number of bases`);
  }
}
