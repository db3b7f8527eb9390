import type { SchemaValidator } from '../../src/ena/webin/xml/schema.validator.ts';
import type { NamedFile } from './files.ts';
import { filesOf } from './files.ts';
import type { SandboxObjectType } from './object-types.ts';
import type { Reference } from './references.ts';
import { referencesOf } from './references.ts';
import { shapeErrors } from './shape.ts';
import type { TypedNode } from './submission.json.ts';
import { nodesOfJson } from './submission.json.ts';
import type { DocumentType } from './webin-shapes.ts';
import { SHAPES } from './webin-shapes.ts';
import type { XmlNode } from './xml-tree.ts';
import { childOf, xmlTree } from './xml-tree.ts';

/** One file of a request. */
export interface SubmittedFile {
  /** The part's name in v1; `webin` for the one document of v2. */
  readonly part: DocumentType | 'webin';
  readonly fileName: string;
  readonly bytes: Uint8Array;
}

export interface SubmittedAction {
  readonly type: string;
  readonly target?: string | undefined;
  readonly holdUntilDate?: string | undefined;
}

export interface SubmittedObject {
  readonly type: SandboxObjectType;
  readonly alias: string;
  /** Given to say which object is meant; empty for a new one. */
  readonly accession: string;
  readonly centerName: string;
  readonly title: string;
  readonly references: readonly Reference[];
  readonly files: readonly NamedFile[];
  readonly node: XmlNode;
}

/** What a request asks for, once it could be parsed. */
export interface Submitted {
  readonly alias: string | null;
  readonly actions: readonly SubmittedAction[];
  readonly objects: readonly SubmittedObject[];
  readonly schemaErrors: readonly string[];
}

/** A file that is not XML, or not of its kind: the text is the receipt's error. */
export class UnparseableError extends Error {
  override readonly name = 'UnparseableError';
}

/**
 * @param schemas ENA's own, where there are any: they have the last word
 * @throws UnparseableError in Webin's words
 */
export function readSubmitted(
  files: readonly SubmittedFile[],
  schemas: SchemaValidator | null = null,
): Submitted {
  const nodes = files.flatMap(elementsOf);
  const shapes = nodes.flatMap(({ type, node }) =>
    shapeErrors(node, SHAPES[type]).map((error) => `Failed to validate ${type} xml, error: ${error}`),
  );
  const submission = nodes.find(({ type }) => type === 'submission')?.node;
  return {
    alias: submission?.attributes['alias'] ?? null,
    actions: submission ? actionsOf(submission) : [],
    objects: nodes.flatMap(({ type, node }) => (type === 'submission' ? [] : [objectOf(type, node)])),
    schemaErrors: shapes.length > 0 || !schemas ? shapes : files.flatMap((file) => violations(file, schemas)),
  };
}

function violations({ part, bytes }: SubmittedFile, schemas: SchemaValidator): string[] {
  if (isJson(bytes)) return [];
  return schemas.validate(bytes).map(({ message }) => `Failed to validate ${part} xml, error: ${message}`);
}

function elementsOf({ part, fileName, bytes }: SubmittedFile): TypedNode[] {
  const unparseable = new UnparseableError(
    `${part} xml is not valid, error parsing the file: "${fileName}".`,
  );
  if (part === 'webin' && isJson(bytes)) {
    const nodes = nodesOfJson(bytes);
    if (nodes) return nodes;
    // How ENA words this one is not known.
    throw new UnparseableError(`webin json is not valid, error parsing the file: "${fileName}".`);
  }
  const root = xmlTree(bytes);
  if (!root) throw unparseable;
  if (part !== 'webin') return elementsIn(root, part);
  if (root.name !== 'WEBIN') throw unparseable;
  return root.children.flatMap((set) => {
    const type = (Object.keys(SHAPES) as DocumentType[]).find(
      (one) => set.name.replace(/_SET$/, '') === one.toUpperCase(),
    );
    if (!type) throw unparseable;
    return elementsIn(set, type);
  });
}

function isJson(bytes: Uint8Array): boolean {
  return /^\s*[[{]/.test(Buffer.from(bytes.subarray(0, 64)).toString('latin1'));
}

/** A set or a single object; anything else under its own name, for the schema check to find. */
function elementsIn(root: XmlNode, type: DocumentType): TypedNode[] {
  const element = type.toUpperCase();
  if (root.name === element) return [{ type, node: root }];
  const isSet = root.name === `${element}_SET` && root.children.every(({ name }) => name === element);
  if (isSet && root.children.length > 0) return root.children.map((node) => ({ type, node }));
  throw new UnparseableError(`Failed to validate ${type} xml, error: Element not allowed: ${root.name}`);
}

function actionsOf(submission: XmlNode): SubmittedAction[] {
  const actions = childOf(submission, 'ACTIONS')?.children ?? [];
  return actions.flatMap(({ children: [action] }) => {
    if (!action) return [];
    const { target, HoldUntilDate: holdUntilDate } = action.attributes;
    return [{ type: action.name, target, holdUntilDate }];
  });
}

function objectOf(type: SandboxObjectType, node: XmlNode): SubmittedObject {
  const titled = type === 'study' ? childOf(node, 'DESCRIPTOR') : node;
  const title = titled && childOf(titled, type === 'study' ? 'STUDY_TITLE' : 'TITLE');
  return {
    type,
    alias: node.attributes['alias'] ?? '',
    accession: node.attributes['accession'] ?? '',
    centerName: node.attributes['center_name'] ?? '',
    title: title?.text ?? '',
    references: referencesOf(type, node),
    files: type === 'run' || type === 'analysis' ? filesOf(node) : [],
    node,
  };
}
