import { error, quoted, type Issue } from '../issue.ts';
import { insdcType } from '../reads/accession-type.ts';
import type { AccessionType, RefInput } from '../reads/reads.ts';
import { TermIndex } from '../text/closest.ts';

/** Names that are compared with all others to find the nearest; beyond that only spelling is. */
const mostGuesses = 100;

/** What a reference may lead to: records of the submission by alias, any record by accession. */
export class RefCheck {
  private index: TermIndex | undefined;
  private guesses = 0;

  constructor(
    private readonly what: 'project' | 'sample' | 'experiment' | 'run',
    private readonly aliases: ReadonlySet<string>,
    private readonly accessions: ReadonlyMap<string, AccessionType>,
  ) {}

  issue(ref: RefInput | null): Issue | undefined {
    if (ref === null)
      return error('ref.required', `The ${this.what} is missing: give its alias or its accession.`);
    return 'accession' in ref ? this.ofAccession(ref.accession) : this.ofAlias(ref.alias);
  }

  private ofAccession(accession: string): Issue | undefined {
    const type = this.accessions.get(accession) ?? insdcType(accession);
    if (type === this.what) return undefined;
    if (type === undefined)
      return error(
        'ref.unknown',
        `${quoted(accession)} is no accession of a ${this.what} that you could refer to.`,
      );
    return error('ref.type', `${accession} is the accession of ${named[type]}, not of ${named[this.what]}.`);
  }

  private ofAlias(alias: string): Issue | undefined {
    if (this.aliases.has(alias)) return undefined;
    const way =
      this.what === 'project'
        ? 'Leave it empty for the study of this submission, or give an accession'
        : `Upload it with this submission, or give the accession of one that is registered`;
    return error(
      'ref.unknown',
      `${quoted(alias)} is no ${this.what === 'project' ? 'study' : this.what} of this submission. ${way}.`,
      this.nearest(alias) ?? null,
    );
  }

  private nearest(alias: string): string | undefined {
    if (this.what === 'project') return [...this.aliases][0];
    this.index ??= new TermIndex([...this.aliases].map((known) => [known, []] as const));
    return this.guesses++ < mostGuesses ? this.index.closest(alias) : this.index.same(alias);
  }
}

const named: Record<AccessionType, string> = {
  project: 'a study',
  sample: 'a sample',
  experiment: 'an experiment',
  run: 'a run',
  analysis: 'an analysis',
};
