import { TermIndex } from '../text/closest.ts';
import { folded } from '../text/tidy.ts';
import { analysisFileTypes, analysisTypes } from './analyses.contract.ts';
import { instruments, models, platformNames, spellingsOf } from './instruments.contract.ts';
import { readTypes, runFileTypes } from './files.contract.ts';
import {
  libraryLayouts,
  librarySelections,
  librarySources,
  libraryStrategies,
  type Terms,
} from './library.contract.ts';

/** A closed list of terms that ENA compares character by character. */
export class Vocabulary {
  readonly terms: ReadonlySet<string>;
  private readonly index: TermIndex;
  private readonly remembered = new Map<string, string | undefined>();

  /** @param terms with other spellings of each */
  constructor(terms: Iterable<readonly [term: string, spellings: readonly string[]]>) {
    const list = [...terms];
    this.terms = new Set(list.map(([term]) => term));
    // A term's own spelling goes before another's synonym.
    this.index = new TermIndex([
      ...list.map(([term]) => [term, []] as const),
      ...list.map(([term, spellings]) => [term, [...spellings, ...joined(term)]] as const),
    ]);
  }

  has(value: string): boolean {
    return this.terms.has(value);
  }

  /** The term somebody meant who wrote this; undefined where none, or more than one, is near. */
  meant(value: string): string | undefined {
    if (this.terms.has(value)) return value;
    // A column tends to have the same mistake in every row.
    if (this.remembered.has(value)) return this.remembered.get(value);
    const found = this.index.closest(value);
    if (this.remembered.size < 1_000) this.remembered.set(value, found);
    return found;
  }
}

/** Without blanks and hyphens: `RNASeq`, `NextSeq550`. */
const joined = (term: string) => {
  const whole = folded(term).replaceAll(' ', '');
  return whole === folded(term) ? [] : [whole];
};

const ofTerms = (terms: Terms) => new Vocabulary(Object.entries(terms));
export const ofList = (list: readonly string[]): Vocabulary => new Vocabulary(list.map((term) => [term, []]));

/** What people write for a type of analysis, and for one of its files. */
const analysisNames: Readonly<Record<string, readonly string[]>> = {
  SEQUENCE_VARIATION: ['variation', 'variants', 'variant calls', 'VCF'],
  REFERENCE_ALIGNMENT: ['alignment', 'aligned reads', 'mapping'],
  SEQUENCE_ANNOTATION: ['annotation'],
  SEQUENCE_ASSEMBLY: ['genome assembly', 'assembly'],
  GENOME_MAP: ['optical map'],
  AMR_ANTIBIOGRAM: ['antibiogram'],
};
const fileTypeNames: Readonly<Record<string, readonly string[]>> = {
  tabix: ['tbi'],
  fasta: ['fa', 'fna'],
  flatfile: ['embl'],
};

export const vocabularies: {
  readonly strategy: Vocabulary;
  readonly source: Vocabulary;
  readonly selection: Vocabulary;
  readonly layout: Vocabulary;
  readonly platform: Vocabulary;
  readonly model: Vocabulary;
  readonly runFileType: Vocabulary;
  readonly readType: Vocabulary;
  readonly analysisType: Vocabulary;
  readonly analysisFileType: Vocabulary;
} = {
  strategy: ofTerms(libraryStrategies),
  source: ofTerms(librarySources),
  selection: ofTerms(librarySelections),
  layout: ofTerms(libraryLayouts),
  platform: new Vocabulary(
    Object.keys(instruments).map((platform) => [platform, platformNames[platform] ?? []]),
  ),
  model: new Vocabulary([
    ...models.map((model) => [model, spellingsOf(model)] as const),
    ['unspecified', []] as const,
  ]),
  runFileType: ofList(runFileTypes),
  readType: ofList(readTypes),
  analysisType: new Vocabulary(analysisTypes.map((type) => [type, analysisNames[type] ?? []])),
  analysisFileType: new Vocabulary(analysisFileTypes.map((type) => [type, fileTypeNames[type] ?? []])),
};
