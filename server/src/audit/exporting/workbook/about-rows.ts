import type { SealState } from '../export-content.ts';
import type { ExportHeader } from '../export-format.ts';
import type { Cell } from './cell.ts';

/** How many events the sheet holds. `matching`: how many fit the filter, including those there was no room for. */
export type Extent = { rows: number; matching: number };

export const isCutShort = ({ rows, matching }: Extent): boolean => rows < matching;

/** The sentence that says that there are more events; in the last row of events and on the second sheet. */
export const cutShortWords = ({ rows, matching }: Extent): string =>
  `Only the first ${rows} of ${matching} events are in this sheet: it has no room for more. The whole is in an export as CSV or JSONL.`;

export const aboutWidths = [26, 110];

/** The second sheet: what the file is, and how it is checked. */
export function aboutRows(header: ExportHeader, extent: Extent, seal: SealState): Cell[][] {
  const lines: readonly [string, string][] = [
    ['What this is', 'A report from the change log. Times are in UTC.'],
    ['Log', header.origin],
    ['Export', header.id],
    ['Taken at', header.exportedAt],
    ['Filter', header.complete ? 'none: the whole log' : JSON.stringify(header.filter)],
    ['Events in this file', String(extent.rows)],
    ['Events that match', String(extent.matching)],
    ...(isCutShort(extent) ? [['Cut short', cutShortWords(extent)] as [string, string]] : []),
    [
      'How to check it',
      `The change log holds the SHA-256 of this file: it is in the event audit.export_end of the export ${header.id}, and in the signed manifest that the console offers beside the export. Compare with sha256sum. A workbook that has been saved again is another file. The evidence itself, with proofs, is in an export as JSONL, which seqdb-audit-verify checks.`,
    ],
    ['Sealed up to segment', String(seal.lastSegment)],
    ['Newest signed head', seal.head ?? 'none yet'],
  ];
  return lines.map(([name, value]) => [
    { text: name, style: 'heading' },
    { text: value, style: 'wrapped' },
  ]);
}
