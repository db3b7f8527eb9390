import type { Fact, ObjectFacts, TagFact } from './object-facts.ts';

/**
 * Attributes that ENA and BioSamples put beside what was sent, and may leave out: the checklist, dates, counts, their
 * own identifiers and status.
 */
const ENAS_TAG = /^(?:ENA-|ENA |INSDC |External Id$|Submitter Id$|SRA accession$)/i;

/** What ENA fills in where nothing was sent: names of the taxon, titles but for projects, links, related projects. */
const ENAS_PATH =
  /^(?:SAMPLE_NAME\/(?:SCIENTIFIC_NAME|COMMON_NAME)|[A-Z]+_LINKS(?:\/.*)?|RELATED_PROJECTS(?:\/.*)?|FIRST_PUBLIC|LAST_UPDATE)$/;

const mostDifferences = 20;
const longest = 120;

/**
 * Whether what ENA gives back under an alias is what was sent: everything that was sent is there and says the same, and
 * nothing is there beside it but what ENA adds by itself. A difference that may be of ENA's
 * making is still one: a person looks then.
 *
 * @param element of the object: `PROJECT`, `SAMPLE` …
 * @returns the differences in a person's words; none when they are the same
 */
export function differencesBetween(sent: ObjectFacts, got: ObjectFacts, element: string): string[] {
  const alias =
    sent.alias === got.alias ? [] : [`its alias: sent ${quoted(sent.alias)}, ENA has ${quoted(got.alias)}`];
  const all = [...alias, ...ofFacts(sent, got, element), ...ofReferences(sent, got), ...ofTags(sent, got)];
  return all.length > mostDifferences
    ? [...all.slice(0, mostDifferences), `and ${all.length - mostDifferences} more`]
    : all;
}

function ofFacts(sent: ObjectFacts, got: ObjectFacts, element: string): string[] {
  const left = [...got.facts];
  const differences: string[] = [];
  const missing: Fact[] = [];
  for (const fact of sent.facts) {
    const at = left.findIndex((other) => says(other, fact));
    if (at === -1) missing.push(fact);
    else left.splice(at, 1);
  }
  for (const fact of missing) {
    const at = left.findIndex(({ path }) => path === fact.path);
    const other = at === -1 ? undefined : left.splice(at, 1)[0];
    differences.push(`${fact.path}: sent ${shown(fact)}, ENA has ${other ? shown(other) : 'nothing'}`);
  }
  const isEnas = ({ path, text, attributes, isAround }: Fact) =>
    ENAS_PATH.test(path) ||
    (path === 'TITLE' && element !== 'PROJECT') ||
    (text === '' && attributes.size === 0) ||
    (isAround && !path.endsWith('/FILE'));
  return [
    ...differences,
    ...left
      .filter((fact) => !isEnas(fact))
      .map((fact) => `${fact.path}: sent nothing, ENA has ${shown(fact)}`),
  ];
}

/** ENA may add to the XML attributes of an element, not change them. */
function says(got: Fact, sent: Fact): boolean {
  if (got.path !== sent.path || got.text !== sent.text) return false;
  return [...sent.attributes].every(([name, value]) => {
    const other = got.attributes.get(name);
    return other === value || (name === 'checksum' && other?.toLowerCase() === value.toLowerCase());
  });
}

function ofReferences(sent: ObjectFacts, got: ObjectFacts): string[] {
  const left = [...got.references];
  const differences = sent.references.flatMap(({ path, names }) => {
    const at = left.findIndex(
      (other) => other.path === path && [...names].some((name) => other.names.has(name)),
    );
    if (at !== -1) {
      left.splice(at, 1);
      return [];
    }
    const other = left.findIndex((one) => one.path === path);
    const theirs = other === -1 ? undefined : left.splice(other, 1)[0];
    return [`${path}: sent ${listed(names)}, ENA has ${theirs ? listed(theirs.names) : 'nothing'}`];
  });
  const rest = left.filter(({ path }) => !ENAS_PATH.test(path));
  return [
    ...differences,
    ...rest.map(({ path, names }) => `${path}: sent nothing, ENA has ${listed(names)}`),
  ];
}

function ofTags(sent: ObjectFacts, got: ObjectFacts): string[] {
  const tags = new Set([...sent.tags, ...got.tags].map(({ tag }) => tag));
  return [...tags].flatMap((tag) => {
    const [ours, theirs] = [valuesOf(sent.tags, tag), valuesOf(got.tags, tag)];
    const mayDiffer = ENAS_TAG.test(tag) && (ours.length === 0 || theirs.length === 0);
    if (mayDiffer || isSame(ours, theirs)) return [];
    const words = (values: readonly TagFact[]) =>
      values.length === 0
        ? 'nothing'
        : values.map(({ value, units }) => quoted(`${value} ${units}`.trim())).join(', ');
    return [`${quoted(tag)}: sent ${words(ours)}, ENA has ${words(theirs)}`];
  });
}

/** Units that were not sent are ENA's to add. */
function isSame(ours: readonly TagFact[], theirs: readonly TagFact[]): boolean {
  if (ours.length !== theirs.length) return false;
  const left = [...theirs];
  return ours.every(({ value, units }) => {
    const at = left.findIndex((one) => one.value === value && (units === '' || one.units === units));
    if (at === -1) return false;
    left.splice(at, 1);
    return true;
  });
}

const valuesOf = (tags: readonly TagFact[], tag: string): TagFact[] => tags.filter((one) => one.tag === tag);

function shown({ text, attributes }: Fact): string {
  const pairs = [...attributes].map(([name, value]) => `${name}=${value}`);
  return quoted([...pairs, ...(text === '' ? [] : [text])].join(' ') || 'an empty element');
}

const listed = (names: ReadonlySet<string>): string => [...names].map(quoted).join(', ') || 'nothing';

function quoted(text: string): string {
  return `“${text.length > longest ? `${text.slice(0, longest)}…` : text}”`;
}
