import type { XmlNode } from './xml-tree.ts';

/** What an element may hold: the part of a schema that the sandbox checks. */
export interface Shape {
  /** Name of the type in messages; the element's own where a schema gives it none. */
  readonly type?: string;
  readonly attributes?: readonly string[];
  readonly required?: readonly string[];
  /** The values an attribute may have. */
  readonly vocabularies?: Readonly<Record<string, readonly string[]>>;
  /** In this order, unless `order` says otherwise; without children the content is text. */
  readonly children?: readonly Child[];
  /** `one`: exactly one of the children. */
  readonly order?: 'any' | 'one';
  readonly text?: TextShape;
  /** Content that is not looked at. */
  readonly isOpen?: boolean;
}

export interface TextShape {
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly isInteger?: boolean;
  readonly values?: readonly string[];
}

export interface Child {
  readonly name: string;
  readonly shape: Shape;
  readonly min: 0 | 1;
  readonly max: number;
}

export const one = (name: string, shape: Shape = {}): Child => ({ name, shape, min: 1, max: 1 });
export const optional = (name: string, shape: Shape = {}): Child => ({ name, shape, min: 0, max: 1 });
export const many = (name: string, shape: Shape = {}): Child => ({ ...one(name, shape), max: Infinity });
export const any = (name: string, shape: Shape = {}): Child => ({ ...optional(name, shape), max: Infinity });

/** @returns what is wrong, in the words of the XML library that Webin uses (Apache XMLBeans); none when all is well */
export function shapeErrors(node: XmlNode, shape: Shape, parentType = node.name): string[] {
  if (shape.isOpen) return [];
  const type = shape.type ?? `type of ${node.name} element in ${parentType}`;
  const content = shape.children
    ? childErrors(node, shape.children, shape, type)
    : textErrors(node, shape, type);
  return [...attributeErrors(node, shape, type), ...content];
}

function attributeErrors(node: XmlNode, shape: Shape, type: string): string[] {
  const errors = Object.keys(node.attributes)
    .filter((name) => !shape.attributes?.includes(name))
    .map((name) => `Attribute not allowed: ${name} in element ${node.name}`);
  for (const name of shape.required ?? []) {
    if (node.attributes[name] === undefined)
      errors.push(`Expected attribute: ${name} in element ${node.name}`);
  }
  for (const [name, values] of Object.entries(shape.vocabularies ?? {})) {
    const value = node.attributes[name];
    if (value !== undefined && !values.includes(value))
      errors.push(notOneOf(value, `type of ${name} attribute in ${type}`));
  }
  return errors;
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
    const isSecondChoice = shape.order === 'one' && counts.size > 0;
    if (!rule || count >= rule.max || isSecondChoice || (shape.order !== 'any' && at < reached)) {
      errors.push(`Element not allowed: ${child.name} in element ${node.name}`);
      continue;
    }
    counts.set(rule, count + 1);
    reached = at;
    errors.push(...shapeErrors(child, rule.shape, type));
  }
  const missing = missingChild(expected, shape, counts);
  return missing
    ? [...errors, `Expected ${missing} before the end of the content in element ${node.name}`]
    : errors;
}

function missingChild(expected: readonly Child[], shape: Shape, counts: Map<Child, number>): string | null {
  if (shape.order === 'one') {
    return counts.size > 0 ? null : `elements '${expected.map(({ name }) => name).join(' ')}'`;
  }
  const missing = expected.find((rule) => rule.min > (counts.get(rule) ?? 0));
  return missing ? `element '${missing.name}'` : null;
}

function textErrors(node: XmlNode, { text }: Shape, type: string): string[] {
  const [first] = node.children;
  if (first) return [`Element not allowed: ${first.name} in element ${node.name}`];
  if (!text) return [];
  const { length } = node.text;
  if (text.isInteger && !/^\s*[+-]?\d+\s*$/.test(node.text)) {
    return ['Invalid decimal value: expected at least one digit'];
  }
  if (text.values && !text.values.includes(node.text)) return [notOneOf(node.text, type)];
  if (text.minLength !== undefined && length < text.minLength) {
    return [`string length (${length}) is less than minLength facet (${text.minLength}) for ${type}`];
  }
  if (text.maxLength !== undefined && length > text.maxLength) {
    return [`string length (${length}) is greater than maxLength facet (${text.maxLength}) for ${type}`];
  }
  return [];
}

function notOneOf(value: string, type: string): string {
  return `string value '${value}' is not a valid enumeration value for ${type}`;
}
