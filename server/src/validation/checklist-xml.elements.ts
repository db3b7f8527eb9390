import { XmlElement } from 'libxml2-wasm';

/** Child elements of a name, whatever namespace and order. */
export function childrenOf(element: XmlElement | undefined, name?: string): XmlElement[] {
  const found: XmlElement[] = [];
  for (let node = element?.firstChild; node; node = node.next) {
    if (node instanceof XmlElement && (name === undefined || node.name === name)) found.push(node);
  }
  return found;
}

/** The element itself and all below it that have the name. */
export function descendantsOf(element: XmlElement, name: string): XmlElement[] {
  if (element.name === name) return [element];
  return childrenOf(element).flatMap((child) => descendantsOf(child, name));
}

/** Text of the first child of a name; undefined when there is none or it is empty. */
export function textOf(element: XmlElement | undefined, name: string): string | undefined {
  const text = childrenOf(element, name)[0]?.content.trim();
  return text === '' ? undefined : text;
}

/** Texts of all children of a name, without the empty ones. */
export function textsOf(element: XmlElement | undefined, name: string): string[] {
  return childrenOf(element, name)
    .map((child) => child.content.trim())
    .filter((text) => text !== '');
}
