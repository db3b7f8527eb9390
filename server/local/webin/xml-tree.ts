import { ParseOption, XmlCData, XmlDocument, XmlElement, XmlLibError, XmlText } from 'libxml2-wasm';

/** An element of a submitted document, without namespaces, comments and white space between elements. */
export interface XmlNode {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly XmlNode[];
  /** The text of an element without child elements. */
  readonly text: string;
  /** Whether there is text between the child elements. */
  readonly isMixed: boolean;
}

const OPTIONS = ParseOption.XML_PARSE_NO_XXE | ParseOption.XML_PARSE_NONET | ParseOption.XML_PARSE_HUGE;

/** @returns the root, or null for bytes that are not well-formed XML or that bring a document type along */
export function xmlTree(bytes: Uint8Array): XmlNode | null {
  if (Buffer.from(bytes.subarray(0, 4096)).includes('<!DOCTYPE')) return null;
  let document: XmlDocument;
  try {
    document = XmlDocument.fromBuffer(bytes, { option: OPTIONS });
  } catch (error) {
    if (error instanceof XmlLibError) return null;
    throw error;
  }
  try {
    return treeOf(document.root);
  } finally {
    document.dispose();
  }
}

export function childOf(node: XmlNode, name: string): XmlNode | undefined {
  return node.children.find((child) => child.name === name);
}

function treeOf(element: XmlElement): XmlNode {
  const children: XmlNode[] = [];
  let text = '';
  for (let node = element.firstChild; node !== null; node = node.next) {
    if (node instanceof XmlElement) children.push(treeOf(node));
    else if (node instanceof XmlText || node instanceof XmlCData) text += node.content;
  }
  const attributes = Object.fromEntries(element.attrs.map(({ name, value }) => [name, value]));
  const isMixed = children.length > 0 && text.trim() !== '';
  return { name: element.name, attributes, children, text: children.length > 0 ? '' : text, isMixed };
}
