import type { AttributeInput } from './attribute.xml.ts';
import { attributesXml } from './attribute.xml.ts';
import type { FileInput } from './file.xml.ts';
import { filesXml } from './file.xml.ts';
import type { LinkInput } from './link.xml.ts';
import { linksXml } from './link.xml.ts';
import { ObjectText } from './object-text.ts';
import type { ObjectRef } from './reference.xml.ts';
import { referenceXml } from './reference.xml.ts';

/** A run: the read files of an experiment. ERR…. */
export interface RunInput {
  readonly alias: string;
  readonly title?: string | undefined;
  /** Institute that produced the data; brokers must give it. */
  readonly centerName?: string | undefined;
  readonly experiment: ObjectRef;
  readonly files: readonly RunFileInput[];
  readonly links?: readonly LinkInput[] | undefined;
  readonly attributes?: readonly AttributeInput[] | undefined;
}

export interface RunFileInput extends FileInput {
  /** `single`, `paired`, `cell_barcode` …; only needed for more than two FASTQ files. */
  readonly readTypes?: readonly string[] | undefined;
}

/**
 * One `<RUN>` element.
 * @throws UnsendableError naming alias and field
 */
export function runXml(run: RunInput): string {
  const text = new ObjectText('run', run.alias);
  const readTypes = ({ readTypes: types = [] }: RunFileInput) =>
    types.map((type) => text.element('READ_TYPE', text.required(type, 'read type'), 'read type')).join('');
  return (
    `${text.start('RUN', run.centerName)}>\n` +
    text.line('    ', 'TITLE', run.title, 'title') +
    `    ${referenceXml(text, 'EXPERIMENT_REF', run.experiment, 'experiment')}\n` +
    `    <DATA_BLOCK>\n` +
    filesXml(text, '      ', run.files, readTypes) +
    `    </DATA_BLOCK>\n` +
    linksXml(text, 'RUN', run.links) +
    attributesXml('RUN', run.attributes ?? [], 'run', run.alias) +
    `  </RUN>\n`
  );
}
