import { xmlOf } from './xml-text.ts';
import type { XmlNode } from './xml-tree.ts';

/** What was submitted of an object, in a form that is the same whenever nothing of it has changed. */
export function documentOf(node: XmlNode, alias: string): string {
  const { accession: _accession, alias: _alias, ...rest } = node.attributes;
  const others = Object.entries(rest).toSorted(([one], [other]) => (one < other ? -1 : 1));
  // Its identifiers are ENA's to say.
  const children = node.children.filter(({ name }) => name !== 'IDENTIFIERS');
  return xmlOf({ ...node, children, attributes: { alias, ...Object.fromEntries(others) } });
}
