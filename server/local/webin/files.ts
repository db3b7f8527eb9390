import type { XmlNode } from './xml-tree.ts';
import { childOf } from './xml-tree.ts';

/** A file that a run or an analysis names. */
export interface NamedFile {
  readonly name: string;
  readonly type: string;
  readonly method: string;
  /** Lower case; empty when it stands in `<name>.md5` beside the file. */
  readonly checksum: string;
}

export function filesOf(node: XmlNode): NamedFile[] {
  const block = childOf(node, 'DATA_BLOCK') ?? node;
  const files = childOf(block, 'FILES')?.children ?? [];
  return files.map(({ attributes }) => ({
    name: (attributes['filename'] ?? '').replace(/^\/+/, ''),
    type: attributes['filetype'] ?? '',
    method: attributes['checksum_method'] ?? 'MD5',
    checksum: (attributes['checksum'] ?? '').trim().toLowerCase(),
  }));
}
