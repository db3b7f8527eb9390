import type { Issue } from '../issue.ts';
import { instrumentIssues, insertSizeIssue } from '../rules/library.rule.ts';
import { RefCheck } from '../rules/ref.rule.ts';
import { termIssue } from '../rules/term.rule.ts';
import { controlIssue } from '../rules/text.rule.ts';
import { vocabularies } from '../vocabularies/vocabulary.ts';
import type { ExperimentInput, ReadsContext, RefInput } from './reads.ts';

export type ReadsIssue = { field: string; value: string | null; issue: Issue; row?: number };

/** A reference as it was written. */
export const written = (ref: RefInput | null): string | null =>
  ref === null ? null : 'alias' in ref ? ref.alias : ref.accession;

/** Judges experiments one by one. */
export class ExperimentChecks {
  private readonly projects: RefCheck;
  private readonly samples: RefCheck;

  constructor({ projectAlias, samples, accessions }: ReadsContext) {
    this.projects = new RefCheck('project', new Set([projectAlias]), accessions);
    this.samples = new RefCheck('sample', samples, accessions);
  }

  check({ title, details }: ExperimentInput): ReadsIssue[] {
    const { study, sample, library, platform, instrumentModel } = details;
    const instrument = instrumentIssues(platform, instrumentModel);
    const found: [field: string, value: string | null, issue: Issue | undefined][] = [
      ['study', written(study), study === null ? undefined : this.projects.issue(study)],
      ['sample', written(sample), this.samples.issue(sample)],
      [
        'library_strategy',
        library.strategy,
        termIssue(library.strategy, 'library strategy', vocabularies.strategy),
      ],
      ['library_source', library.source, termIssue(library.source, 'library source', vocabularies.source)],
      [
        'library_selection',
        library.selection,
        termIssue(library.selection, 'library selection', vocabularies.selection),
      ],
      ['library_layout', library.layout, termIssue(library.layout, 'library layout', vocabularies.layout)],
      ['insert_size', asText(library.insertSize), insertSizeIssue(library.insertSize, library.layout)],
      ['platform', platform, instrument.platform],
      ['instrument_model', instrumentModel, instrument.model],
      ['title', title, controlIssue(title)],
      ['design_description', details.designDescription, controlIssue(details.designDescription)],
      ['library_name', library.name, controlIssue(library.name)],
      [
        'library_construction_protocol',
        library.constructionProtocol,
        controlIssue(library.constructionProtocol ?? ''),
      ],
    ];
    return found.flatMap(([field, value, issue]) =>
      issue ? [{ field, value: value === '' ? null : value, issue }] : [],
    );
  }
}

const asText = (value: number | string | null) => (value === null ? null : String(value));
