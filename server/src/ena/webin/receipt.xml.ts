import { ParseOption, XmlDocument, XmlElement, XmlLibError } from 'libxml2-wasm';
import type { Receipt, ReceiptObject } from './receipt.ts';
import { booleanOf, dateOf, presentText, UnreadableReceiptError } from './receipt.ts';

// HUGE lifts the limit on the length of one text: ENA repeats whole value lists in messages. Safe without a DOCTYPE.
const OPTIONS =
  ParseOption.XML_PARSE_NO_XXE |
  ParseOption.XML_PARSE_NONET |
  ParseOption.XML_PARSE_HUGE |
  ParseOption.XML_PARSE_BIG_LINES;

/** @throws UnreadableReceiptError */
export function receiptFromXml(text: string): Receipt {
  refuseDocumentType(text);
  let document: XmlDocument;
  try {
    // The declaration names the encoding of the bytes, which are a string by now.
    document = XmlDocument.fromString(text.replace(/^<\?xml[^>]*\?>/, ''), { option: OPTIONS });
  } catch (error) {
    if (!(error instanceof XmlLibError)) throw error;
    const [first] = error.details;
    const where = first ? ` (line ${first.line}: ${first.message.trim()})` : '';
    throw new UnreadableReceiptError(`The answer is not well-formed XML${where}.`, { cause: error });
  }
  try {
    return readRoot(document.root);
  } finally {
    document.dispose();
  }
}

/** Receipts have no DOCTYPE; without one there are no entities to expand or to fetch. */
function refuseDocumentType(text: string): void {
  const prolog = /\s*(?:<\?[^]*?\?>|<!--[^]*?-->)/y;
  let end = 0;
  while (prolog.test(text)) end = prolog.lastIndex;
  if (/^\s*<!DOCTYPE/i.test(text.slice(end, end + 1000))) {
    throw new UnreadableReceiptError('The answer declares a document type, which receipts never do.');
  }
}

function readRoot(root: XmlElement): Receipt {
  if (nameOf(root) !== 'RECEIPT') {
    throw new UnreadableReceiptError(`The answer is XML, but no receipt: its root is <${root.name}>.`);
  }
  const attributes = attributesOf(root);
  const children = childElements(root);
  const objects = children.filter(isObject).map(readObject);
  return {
    format: 'xml',
    success: booleanOf(attributes.get('success') ?? null),
    receiptDate: presentText(attributes.get('receiptdate')),
    submissionFile: presentText(attributes.get('submissionfile')),
    submission: objects.find(({ type }) => type === 'submission') ?? null,
    objects: objects.filter(({ type }) => type !== 'submission'),
    errors: textsOf(root, 'error'),
    infos: textsOf(root, 'info'),
    actions: children.filter((child) => nameOf(child) === 'ACTIONS').flatMap(wordsOf),
  };
}

/** Wherever they stand: an error that is not where the schema wants it is still an error. */
function textsOf(root: XmlElement, name: 'error' | 'info'): string[] {
  const found = root.find(`//*[translate(local-name(), 'INFOER', 'infoer') = '${name}']`);
  return found.map((message) => message.content.trim());
}

/** Whatever names a record counts as one, also an element no schema knows: it might be one that nobody asked for. */
function isObject(element: XmlElement): boolean {
  const attributes = attributesOf(element);
  return attributes.has('alias') || attributes.has('accession');
}

function readObject(element: XmlElement): ReceiptObject {
  const attributes = attributesOf(element);
  const external = childElements(element).filter((child) => nameOf(child) === 'EXT_ID');
  return {
    type: nameOf(element).toLowerCase(),
    alias: attributes.get('alias') ?? null,
    accession: presentText(attributes.get('accession')),
    status: presentText(attributes.get('status'))?.toUpperCase() ?? null,
    holdUntilDate: dateOf(attributes.get('holduntildate')),
    externalAccessions: external.map(attributesOf).map((id) => ({
      type: presentText(id.get('type'))?.toLowerCase() ?? '',
      accession: presentText(id.get('accession')) ?? '',
    })),
  };
}

function attributesOf(element: XmlElement): Map<string, string> {
  return new Map(element.attrs.map((attribute) => [attribute.name.toLowerCase(), attribute.value]));
}

/** The local name: a receipt under a namespace is still a receipt. */
function nameOf(element: XmlElement): string {
  return element.name.toUpperCase();
}

function wordsOf(element: XmlElement): string[] {
  return element.content
    .toUpperCase()
    .split(/[\s,]+/)
    .filter(Boolean);
}

function childElements(parent: XmlElement): XmlElement[] {
  const elements: XmlElement[] = [];
  for (let node = parent.firstChild; node !== null; node = node.next) {
    if (node instanceof XmlElement) elements.push(node);
  }
  return elements;
}
