import { ParseOption, XmlDocument, XmlElement, XmlLibError } from 'libxml2-wasm';
import type { WebinAnswer } from './webin.error.ts';
import { WebinError } from './webin.error.ts';
import type { ReadObject, WebinObjectType } from './webin-object.ts';

const SAFE_PARSING = ParseOption.XML_PARSE_NO_XXE | ParseOption.XML_PARSE_NONET | ParseOption.XML_PARSE_HUGE;

/**
 * Reads the XML of one registered object, alone or in a set of one.
 * @throws WebinError `unknown` for anything else: an error page, another type, several objects
 */
export function readBack(answer: WebinAnswer, type: WebinObjectType): ReadObject {
  const text = Buffer.from(answer.bytes).toString('utf8');
  if (/<!DOCTYPE/i.test(text.slice(0, 10_000))) throw unexpected(type, answer);
  let document: XmlDocument;
  try {
    document = XmlDocument.fromBuffer(answer.bytes, { option: SAFE_PARSING });
  } catch (error) {
    if (error instanceof XmlLibError) throw unexpected(type, answer);
    throw error;
  }
  try {
    const element = onlyObject(document.root, type.toUpperCase());
    if (!element) throw unexpected(type, answer);
    const of = (name: string) => element.attrs.find((attribute) => attribute.name === name)?.value || null;
    return {
      type,
      alias: of('alias'),
      accession: of('accession'),
      centerName: of('center_name'),
      bytes: answer.bytes,
    };
  } finally {
    document.dispose();
  }
}

function onlyObject(root: XmlElement, name: string): XmlElement | null {
  if (root.name === name) return root;
  if (root.name !== `${name}_SET`) return null;
  const objects: XmlElement[] = [];
  for (let node = root.firstChild; node !== null; node = node.next)
    if (node instanceof XmlElement) objects.push(node);
  const [only, second] = objects;
  return only?.name === name && !second ? only : null;
}

function unexpected(type: WebinObjectType, answer: WebinAnswer): WebinError {
  return new WebinError('unknown', `ENA answered with something that is no ${type}.`, answer);
}
