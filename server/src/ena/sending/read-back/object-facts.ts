import { ParseOption, XmlDocument, XmlElement, XmlLibError } from 'libxml2-wasm';
import { isEnaAccession } from '../../webin/ena-accession.ts';

/** One thing that a document says: `DESIGN/LIBRARY_DESCRIPTOR/LIBRARY_SOURCE`, its text, and its XML attributes. */
export type Fact = {
  path: string;
  text: string;
  attributes: ReadonlyMap<string, string>;
  /** It stands around others, which are facts of their own. */
  isAround: boolean;
};

/** What a reference calls its target: alias, accession, any of its identifiers. */
export type ReferenceFact = { path: string; names: ReadonlySet<string> };

export type TagFact = { tag: string; value: string; units: string };

/** An object's document, taken apart so that two can be compared whatever order and layout they have. */
export type ObjectFacts = {
  alias: string;
  accession: string | null;
  biosample: string | null;
  /** ERP… of a project. */
  study: string | null;
  facts: readonly Fact[];
  references: readonly ReferenceFact[];
  tags: readonly TagFact[];
};

const SAFE_PARSING = ParseOption.XML_PARSE_NO_XXE | ParseOption.XML_PARSE_NONET;

/** Elements that name another object. */
const REFERENCE = /_REF$|^SAMPLE_DESCRIPTOR$|^(?:PARENT|CHILD|PEER)_PROJECT$/;

/**
 * Reads one object: as it was sent, or as ENA gives it back, alone or in a set of one.
 *
 * @returns null for what is no such object
 */
export function objectFacts(xml: Uint8Array | string, element: string): ObjectFacts | null {
  const bytes = typeof xml === 'string' ? Buffer.from(xml) : xml;
  if (/<!DOCTYPE/i.test(Buffer.from(bytes.subarray(0, 10_000)).toString('latin1'))) return null;
  let document: XmlDocument;
  try {
    document = XmlDocument.fromBuffer(bytes, { option: SAFE_PARSING });
  } catch (error) {
    if (error instanceof XmlLibError) return null;
    throw error;
  }
  try {
    const { root } = document;
    const object = root.name === element ? root : childrenOf(root).find(({ name }) => name === element);
    return object ? read(object) : null;
  } finally {
    document.dispose();
  }
}

type Draft = { facts: Fact[]; references: ReferenceFact[]; tags: TagFact[] };

function read(object: XmlElement): ObjectFacts {
  const draft: Draft = { facts: [], references: [], tags: [] };
  const identifiers = childrenOf(object).find(({ name }) => name === 'IDENTIFIERS');
  const others = identifiers ? childrenOf(identifiers) : [];
  const bioSample = others.find((one) => attributeOf(one, 'namespace').toLowerCase() === 'biosample');
  const study = others.map(({ content }) => normalised(content)).find((one) => isEnaAccession('study', one));
  for (const child of childrenOf(object)) walk(child, child.name, draft);
  return {
    alias: attributeOf(object, 'alias'),
    accession: attributeOf(object, 'accession') || null,
    biosample: bioSample ? normalised(bioSample.content) : null,
    study: study ?? null,
    ...draft,
  };
}

function walk(element: XmlElement, path: string, draft: Draft): void {
  const { name } = element;
  if (name === 'IDENTIFIERS') return;
  if (/^[A-Z]+_ATTRIBUTES$/.test(path)) {
    draft.tags.push(...childrenOf(element).map(tagOf));
    return;
  }
  if (REFERENCE.test(name) && !path.includes('/POOL')) {
    draft.references.push({ path, names: namesIn(element) });
    return;
  }
  const children = childrenOf(element);
  const attributes = new Map(element.attrs.map((one) => [one.name, normalised(one.value)]));
  if (children.length === 0 || attributes.size > 0)
    draft.facts.push({
      path,
      text: children.length === 0 ? normalised(element.content) : '',
      attributes,
      isAround: children.length > 0,
    });
  for (const child of children) walk(child, `${path}/${child.name}`, draft);
}

function tagOf(element: XmlElement): TagFact {
  const of = (name: string) =>
    normalised(childrenOf(element).find((child) => child.name === name)?.content ?? '');
  return { tag: of('TAG'), value: of('VALUE'), units: of('UNITS') };
}

function namesIn(element: XmlElement): Set<string> {
  const identifiers = childrenOf(element).find(({ name }) => name === 'IDENTIFIERS');
  const own = ['refname', 'accession'].map((name) => attributeOf(element, name));
  const others = identifiers ? childrenOf(identifiers).map(({ content }) => normalised(content)) : [];
  return new Set([...own, ...others].filter((name) => name !== ''));
}

function childrenOf(element: XmlElement): XmlElement[] {
  const children: XmlElement[] = [];
  for (let node = element.firstChild; node !== null; node = node.next)
    if (node instanceof XmlElement) children.push(node);
  return children;
}

const attributeOf = (element: XmlElement, name: string): string =>
  normalised(element.attrs.find((one) => one.name === name)?.value ?? '');

/** Line breaks and spaces are the services' to choose, and so is how an accent is composed. */
const normalised = (text: string): string => text.normalize('NFC').replace(/\s+/g, ' ').trim();
