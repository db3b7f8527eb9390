import { OBJECT_TYPES, PLURALS } from './object-types.ts';
import type { Shape } from './shape.ts';
import { SHAPES } from './webin-shapes.ts';
import type { DocumentType } from './webin-shapes.ts';
import type { XmlNode } from './xml-tree.ts';

type Json = Readonly<Record<string, unknown>>;
export interface TypedNode {
  readonly type: DocumentType;
  readonly node: XmlNode;
}

// What is an attribute in XML; everything else is an element.
const ATTRIBUTES: Readonly<Record<string, string>> = {
  alias: 'alias',
  accession: 'accession',
  centerName: 'center_name',
  brokerName: 'broker_name',
  refname: 'refname',
  refcenter: 'refcenter',
  target: 'target',
  holdUntilDate: 'HoldUntilDate',
  existingStudyType: 'existing_study_type',
  newStudyType: 'new_study_type',
  nominalLength: 'NOMINAL_LENGTH',
  nominalSdev: 'NOMINAL_SDEV',
  filename: 'filename',
  filetype: 'filetype',
  checksum: 'checksum',
  checksumMethod: 'checksum_method',
};

// What Webin's JSON calls differently from its XML.
const RENAMED = new Map([
  ['sample.organism', 'SAMPLE_NAME'],
  ['unit', 'UNITS'],
]);

/**
 * The JSON form of a Webin v2 document, as the elements it stands for. ENA documents it by an example with a project
 * and a sample; the other objects are read by the same manner: camel case for the names in XML.
 * @returns null for what is no such document
 */
export function nodesOfJson(bytes: Uint8Array): TypedNode[] | null {
  let document: unknown;
  try {
    document = JSON.parse(Buffer.from(bytes).toString('utf8'));
  } catch {
    return null;
  }
  if (!isObject(document)) return null;
  const nodes: TypedNode[] = [];
  for (const [key, value] of Object.entries(document)) {
    if (key === 'submission' && isObject(value)) {
      nodes.push({ type: 'submission', node: submissionNode(value) });
      continue;
    }
    const type = OBJECT_TYPES.find((one) => PLURALS[one] === key);
    if (!type || !Array.isArray(value) || !value.every(isObject)) return null;
    nodes.push(...value.map((one) => ({ type, node: objectNode(type, one) })));
  }
  return nodes;
}

function submissionNode({ alias, actions }: Json): XmlNode {
  const list = Array.isArray(actions) ? actions.filter(isObject) : [];
  const children = list.map(({ type, ...attributes }) =>
    element('ACTION', [
      { ...element(String(type).toUpperCase(), []), attributes: split(attributes).attributes },
    ]),
  );
  const submission = element('SUBMISSION', children.length > 0 ? [element('ACTIONS', children)] : []);
  return { ...submission, attributes: typeof alias === 'string' && alias !== '' ? { alias } : {} };
}

function objectNode(type: Exclude<DocumentType, 'submission'>, json: Json): XmlNode {
  const { attributes, children } = split(json, type);
  return { ...element(type.toUpperCase(), inOrder(children, SHAPES[type])), attributes };
}

function split(json: Json, type = ''): { attributes: Record<string, string>; children: XmlNode[] } {
  const attributes: Record<string, string> = {};
  const children: XmlNode[] = [];
  for (const [key, value] of Object.entries(json)) {
    if (value === null || value === undefined) continue;
    const attribute = Object.hasOwn(ATTRIBUTES, key) ? ATTRIBUTES[key] : undefined;
    if (attribute !== undefined && !isObject(value)) {
      if (String(value) !== '' || key === 'checksum') attributes[attribute] = String(value);
    } else children.push(...childNodes(key, value, type));
  }
  return { attributes, children };
}

function childNodes(key: string, value: unknown, type: string): XmlNode[] {
  const name = RENAMED.get(`${type}.${key}`) ?? RENAMED.get(key) ?? elementName(key);
  if (key === 'attributes' && Array.isArray(value) && type !== '') {
    const each = value.filter(isObject).map((one) => node(`${type.toUpperCase()}_ATTRIBUTE`, one));
    return each.length > 0 ? [element(`${type.toUpperCase()}_ATTRIBUTES`, each)] : [];
  }
  if (key === 'files' && type === 'run') return [element('DATA_BLOCK', childNodes(key, value, ''))];
  if (key === 'sequencingProject')
    return [element('SUBMISSION_PROJECT', [element('SEQUENCING_PROJECT', [])])];
  if (!Array.isArray(value)) return [node(name, value)];
  if (name.endsWith('S') && !name.endsWith('_REFS'))
    return [
      element(
        name,
        value.map((one) => node(name.slice(0, -1), one)),
      ),
    ];
  return value.map((one) => node(name.replace(/_REFS$/, '_REF'), one));
}

function node(name: string, value: unknown): XmlNode {
  if (!isObject(value)) return { ...element(name, []), text: String(value) };
  const { attributes, children } = split(value);
  const isReference = /(?:_REF|^SAMPLE_DESCRIPTOR)$/.test(name);
  const { alias, ...rest } = attributes;
  const told = isReference && alias !== undefined ? { refname: alias, ...rest } : attributes;
  return { ...element(name, children), attributes: told };
}

/** JSON has no order; the schemas do. */
function inOrder(children: readonly XmlNode[], shape: Shape): XmlNode[] {
  const names = (shape.children ?? []).map(({ name }) => name);
  const sorted = children.toSorted((one, other) => names.indexOf(one.name) - names.indexOf(other.name));
  return sorted.map((child) => {
    const rule = shape.children?.find(({ name }) => name === child.name);
    return rule?.shape.children ? { ...child, children: inOrder(child.children, rule.shape) } : child;
  });
}

function elementName(key: string): string {
  return key.replaceAll(/(?<=[a-z\d])(?=[A-Z])/g, '_').toUpperCase();
}

function element(name: string, children: readonly XmlNode[]): XmlNode {
  return { name, attributes: {}, children, text: '', isMixed: false };
}

function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
