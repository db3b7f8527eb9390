import type { AnalysisPropertyValues } from './analysis-type.xml.ts';
import { analysisTypeXml } from './analysis-type.xml.ts';
import type { AttributeInput } from './attribute.xml.ts';
import { attributesXml } from './attribute.xml.ts';
import type { FileInput } from './file.xml.ts';
import { filesXml } from './file.xml.ts';
import type { LinkInput } from './link.xml.ts';
import { linksXml } from './link.xml.ts';
import { ObjectText } from './object-text.ts';
import type { LabelledRef, ObjectRef } from './reference.xml.ts';
import { referenceXml } from './reference.xml.ts';

/** Results made from reads: variants, alignments, phenotypes …. ERZ…. */
export interface AnalysisInput {
  readonly alias: string;
  readonly title?: string | undefined;
  readonly description?: string | undefined;
  /** Institute that produced the data; brokers must give it. */
  readonly centerName?: string | undefined;
  /** Institute that made the analysis, where it is another. */
  readonly analysisCenter?: string | undefined;
  /** When the analysis was made. */
  readonly analysisDate?: Date | undefined;
  /** A key of `ANALYSIS_PROPERTIES`. */
  readonly type: string;
  /** What the type takes: see `ANALYSIS_PROPERTIES`. */
  readonly properties?: AnalysisPropertyValues | undefined;
  readonly study?: ObjectRef | null | undefined;
  readonly samples?: readonly LabelledRef[] | undefined;
  readonly experiments?: readonly ObjectRef[] | undefined;
  readonly runs?: readonly LabelledRef[] | undefined;
  readonly analyses?: readonly LabelledRef[] | undefined;
  readonly files: readonly FileInput[];
  readonly links?: readonly LinkInput[] | undefined;
  readonly attributes?: readonly AttributeInput[] | undefined;
}

/**
 * One `<ANALYSIS>` element.
 * @throws UnsendableError naming alias and field, also for assemblies, which only Webin-CLI can submit
 */
export function analysisXml(analysis: AnalysisInput): string {
  const text = new ObjectText('analysis', analysis.alias);
  const references = (element: string, field: string, refs: readonly LabelledRef[] = []) =>
    refs.map((ref) => `    ${referenceXml(text, element, ref, field)}\n`).join('');
  return (
    `${text.start('ANALYSIS', analysis.centerName)}` +
    `${text.attribute('analysis_center', analysis.analysisCenter, 'analysis center')}${dateXml(text, analysis)}>\n` +
    text.line('    ', 'TITLE', analysis.title, 'title') +
    text.line('    ', 'DESCRIPTION', analysis.description, 'description') +
    references('STUDY_REF', 'study', analysis.study ? [analysis.study] : []) +
    references('SAMPLE_REF', 'sample', analysis.samples) +
    references('EXPERIMENT_REF', 'experiment', analysis.experiments) +
    references('RUN_REF', 'run', analysis.runs) +
    references('ANALYSIS_REF', 'analysis', analysis.analyses) +
    `    <ANALYSIS_TYPE>${analysisTypeXml(text, analysis.type, analysis.properties ?? {})}</ANALYSIS_TYPE>\n` +
    filesXml(text, '    ', analysis.files) +
    linksXml(text, 'ANALYSIS', analysis.links) +
    attributesXml('ANALYSIS', analysis.attributes ?? [], 'analysis', analysis.alias) +
    `  </ANALYSIS>\n`
  );
}

function dateXml(text: ObjectText, { analysisDate }: AnalysisInput): string {
  if (analysisDate === undefined) return '';
  if (Number.isNaN(analysisDate.getTime())) throw text.unsendable('analysis date', 'is not a date');
  return ` analysis_date="${analysisDate.toISOString()}"`;
}
