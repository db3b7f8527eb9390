import type { SealState } from '../export-content.ts';
import type { ExportHeader } from '../export-format.ts';
import type { Cell } from './cell.ts';
import type { NameOf } from './change-words.ts';
import { partsOf } from './filter-words.ts';
import { isUuid } from './people.ts';

/** How many events the sheet holds. `matching`: how many fit the filter, including those there was no room for. */
export type Extent = { rows: number; matching: number };

export const isCutShort = ({ rows, matching }: Extent): boolean => rows < matching;

/** The sentence that says that there are more events; in the last row of events and on the second sheet. */
export const cutShortWords = ({ rows, matching }: Extent): string =>
  `Only the first ${rows} of ${matching} events are in this sheet: it has no room for more. The whole is in an export as CSV or JSONL.`;

export const aboutWidths = [26, 110];

/** Ids in a filter that may be people's. */
export const idsIn = (filter: ExportHeader['filter']): string[] =>
  Object.values(filter).flat().filter(isUuid);

type Line = readonly [name: string, value: string | number | Date];

/** What was looked for, so that somebody can look again. */
function filterLines({ complete, filter }: ExportHeader, nameOf: NameOf): Line[] {
  if (complete) return [['Filter', 'none: the whole log']];
  const { isChanges, line, others } = partsOf(filter);
  const known = idsIn(filter).flatMap((id) => {
    const name = nameOf(id);
    return name === undefined ? [] : [`${id} is ${name}`];
  });
  return [
    ['View', isChanges ? 'Changes: without sign-ins, downloads, refusals and exports' : 'Everything'],
    ['Search line', line === '' ? '(empty)' : line],
    ...others,
    ...(known.length > 0 ? [['People in it', known.join('\n')] as const] : []),
  ];
}

/** The second sheet: what the file is, and how it is checked. */
export function aboutRows(header: ExportHeader, extent: Extent, seal: SealState, nameOf: NameOf): Cell[][] {
  const lines: readonly Line[] = [
    ['What this is', 'A report from the change log. Times are in UTC.'],
    ['Log', header.origin],
    ['Export', header.id],
    ['Taken at (UTC)', new Date(header.exportedAt)],
    ...filterLines(header, nameOf),
    ['Events in this file', extent.rows],
    ['Events that match', extent.matching],
    ...(isCutShort(extent) ? [['Cut short', cutShortWords(extent)] as const] : []),
    [
      'Words and codes',
      'What happened, Changes and Facts are in words: long texts are cut, hashes shortened, tables told by their size, and people named where the log has a name for them that was not erased. Action is the code. Exactly what was recorded is in an export as JSONL.',
    ],
    [
      'How to check it',
      `The change log holds the SHA-256 of this file: it is in the event audit.export_end of the export ${header.id}, and in the signed manifest that the console offers beside the export. Compare with sha256sum. A workbook that has been saved again is another file. The evidence itself, with proofs, is in an export as JSONL, which seqdb-audit-verify checks.`,
    ],
    ['Sealed up to segment', seal.lastSegment],
    ['Newest signed head', seal.head ?? 'none yet'],
  ];
  return lines.map(([name, value]) => [
    { text: name, style: 'heading' },
    typeof value === 'string' ? { text: value, style: 'wrapped' } : value,
  ]);
}
