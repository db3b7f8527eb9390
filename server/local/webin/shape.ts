import type { XmlNode } from './xml-tree.ts';

/** What an element may hold: the part of a schema that the sandbox checks. */
export interface Shape {
  /** Name of the type in messages; the element's own where a schema gives it none. */
  readonly type?: string;
  readonly attributes?: readonly string[];
  readonly required?: readonly string[];
  /** In this order, unless `order` says otherwise; without children the content is text. */
  readonly children?: readonly Child[];
  readonly order?: 'any';
  readonly text?: { readonly minLength?: number; readonly maxLength?: number; readonly isInteger?: boolean };
  /** Content that is not looked at. */
  readonly isOpen?: boolean;
}

export interface Child {
  readonly name: string;
  readonly shape: Shape;
  readonly min: 0 | 1;
  readonly max: number;
}

export const one = (name: string, shape: Shape = {}): Child => ({ name, shape, min: 1, max: 1 });
export const optional = (name: string, shape: Shape = {}): Child => ({ name, shape, min: 0, max: 1 });
export const many = (name: string, shape: Shape = {}): Child => ({
  name,
  shape,
  min: 1,
  max: Number.POSITIVE_INFINITY,
});

/** @returns what is wrong, in the words of the XML library that Webin uses (Apache XMLBeans); none when all is well */
export function shapeErrors(node: XmlNode, shape: Shape, parentType = node.name): string[] {
  if (shape.isOpen) return [];
  const type = shape.type ?? `type of ${node.name} element in ${parentType}`;
  const errors = Object.keys(node.attributes)
    .filter((name) => !shape.attributes?.includes(name))
    .map((name) => `Attribute not allowed: ${name} in element ${node.name}`);
  for (const name of shape.required ?? []) {
    if (node.attributes[name] === undefined)
      errors.push(`Expected attribute: ${name} in element ${node.name}`);
  }
  const content = shape.children
    ? childErrors(node, shape.children, shape, type)
    : textErrors(node, shape, type);
  return [...errors, ...content];
}

function childErrors(node: XmlNode, expected: readonly Child[], shape: Shape, type: string): string[] {
  if (node.isMixed || (node.children.length === 0 && node.text.trim() !== '')) {
    const kind = expected.length === 0 ? 'empty' : 'element-only';
    return [`Element '${node.name}' with ${kind} content type cannot have text or element content.`];
  }
  const errors: string[] = [];
  const counts = new Map<Child, number>();
  let reached = 0;
  for (const child of node.children) {
    const at = expected.findIndex(({ name }) => name === child.name);
    const rule = expected[at];
    const count = (rule && counts.get(rule)) ?? 0;
    if (!rule || count >= rule.max || (shape.order !== 'any' && at < reached)) {
      errors.push(`Element not allowed: ${child.name} in element ${node.name}`);
      continue;
    }
    counts.set(rule, count + 1);
    reached = at;
    errors.push(...shapeErrors(child, rule.shape, type));
  }
  const missing = expected.find((rule) => rule.min > (counts.get(rule) ?? 0));
  if (missing) {
    errors.push(`Expected element '${missing.name}' before the end of the content in element ${node.name}`);
  }
  return errors;
}

function textErrors(node: XmlNode, { text }: Shape, type: string): string[] {
  const [first] = node.children;
  if (first) return [`Element not allowed: ${first.name} in element ${node.name}`];
  if (!text) return [];
  const { length } = node.text;
  if (text.isInteger && !/^\s*[+-]?\d+\s*$/.test(node.text)) {
    return ['Invalid decimal value: expected at least one digit'];
  }
  if (text.minLength !== undefined && length < text.minLength) {
    return [`string length (${length}) is less than minLength facet (${text.minLength}) for ${type}`];
  }
  if (text.maxLength !== undefined && length > text.maxLength) {
    return [`string length (${length}) is greater than maxLength facet (${text.maxLength}) for ${type}`];
  }
  return [];
}
