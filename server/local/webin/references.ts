import type { SandboxObjectType } from './object-types.ts';
import { STUDIES } from './object-types.ts';
import type { XmlNode } from './xml-tree.ts';
import { childOf } from './xml-tree.ts';

/** What an object says of another one. */
export interface Reference {
  /** The element that refers. */
  readonly kind: string;
  readonly to: readonly SandboxObjectType[];
  readonly alias: string;
  readonly accession: string;
}

const TO: Readonly<Record<string, readonly SandboxObjectType[]>> = {
  STUDY_REF: STUDIES,
  SAMPLE_DESCRIPTOR: ['sample'],
  SAMPLE_REF: ['sample'],
  EXPERIMENT_REF: ['experiment'],
  RUN_REF: ['run'],
  ANALYSIS_REF: ['analysis'],
  PARENT_PROJECT: STUDIES,
  CHILD_PROJECT: STUDIES,
  PEER_PROJECT: STUDIES,
};

/** The references of an object, in the order of its document. */
export function referencesOf(type: SandboxObjectType, node: XmlNode): Reference[] {
  switch (type) {
    case 'experiment':
      return [...direct(node), ...sampleDescriptor(node)];
    case 'run':
    case 'analysis':
      return direct(node);
    case 'project':
      return (childOf(node, 'RELATED_PROJECTS')?.children ?? []).flatMap((related) => direct(related));
    default:
      return [];
  }
}

function direct(node: XmlNode): Reference[] {
  return node.children.flatMap((child) => {
    const to = Object.hasOwn(TO, child.name) ? TO[child.name] : undefined;
    return to ? [reference(child, child.name, to)] : [];
  });
}

/** An experiment's sample, or the samples of its pool. */
function sampleDescriptor(node: XmlNode): Reference[] {
  const design = childOf(node, 'DESIGN');
  const descriptor = design && childOf(design, 'SAMPLE_DESCRIPTOR');
  if (!descriptor) return [];
  const members = childOf(descriptor, 'POOL')?.children ?? [];
  const named = members.length > 0 ? members : [descriptor];
  return named.map((one) => reference(one, 'SAMPLE_DESCRIPTOR', ['sample']));
}

function reference(node: XmlNode, kind: string, to: readonly SandboxObjectType[]): Reference {
  const identifiers = childOf(node, 'IDENTIFIERS');
  const primary = identifiers && childOf(identifiers, 'PRIMARY_ID')?.text.trim();
  const submitter = identifiers && childOf(identifiers, 'SUBMITTER_ID')?.text;
  return {
    kind,
    to,
    alias: node.attributes['refname'] ?? submitter ?? '',
    accession: node.attributes['accession']?.trim() ?? primary ?? '',
  };
}
