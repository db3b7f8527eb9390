import type { XmlNode } from './xml-tree.ts';

/** @returns the element as XML, in one line */
export function xmlOf({ name, attributes, children, text }: XmlNode): string {
  const start = `<${name}${xmlAttributes(attributes)}`;
  const content = children.length > 0 ? children.map(xmlOf).join('') : escapedText(text);
  return content === '' ? `${start}/>` : `${start}>${content}</${name}>`;
}

/** Attributes with a space before each; null leaves one out. */
export function xmlAttributes(values: Readonly<Record<string, string | null>>): string {
  return Object.entries(values)
    .map(([name, value]) => (value === null ? '' : ` ${name}="${escapedAttribute(value)}"`))
    .join('');
}

export function escapedText(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

function escapedAttribute(text: string): string {
  return escapedText(text)
    .replaceAll('"', '&quot;')
    .replaceAll(/[\t\n\r]/g, (character) => `&#${character.charCodeAt(0)};`);
}
