// What somebody may do to an export who can write the file and knows its format, but does not have the key.
import type { ExportedRow } from '../../server/src/audit/exporting/export-format.ts';
import { headerLine, manifestLine } from '../../server/src/audit/exporting/export-format.ts';
import type { Flaw } from '../../server/src/audit/verifier/verdict.ts';
import type { SigningKey } from '../../server/src/audit/sealing/signing-key.ts';
import {
  below,
  completeRows,
  chosenRows,
  fileOf,
  type MadeLog,
  makeExport,
  manifestRecord,
  newKey,
  recordOf,
  seal,
} from './audit-export.ts';
import { onSignedRows, rowAt, withLeaf } from './audit-signed-tampers.ts';

export type Tampered = {
  name: string;
  file: string;
  /** Where the flaw may be told to be: rows of the file (from 1) that were touched, segments that hold them. */
  rows: [from: number, to: number];
  segments: number[];
  /** The end of the file was touched as well. */
  atEnd?: boolean;
};

type Given = {
  log: MadeLog;
  key: SigningKey;
  format: 'csv' | 'jsonl';
  chosen: number[] | undefined;
  random: () => number;
};

const edited = (body: string, random: () => number): string => {
  const places = [...body.matchAll(/\d/g)].map(({ index }) => index);
  const at = places[below(random, places.length)] ?? 0;
  return body.slice(0, at) + (body[at] === '9' ? '8' : String(Number(body[at]) + 1)) + body.slice(at + 1);
};

/** What is done to the rows; the file's manifest stays as it was signed. */
const onRows: Record<
  string,
  (rows: ExportedRow[], at: number, random: () => number) => [ExportedRow[], number, number] | undefined
> = {
  'an edited field': (rows, at, random) => [
    rows.with(at, { ...rowAt(rows, at), body: edited(rowAt(rows, at).body, random) }),
    at,
    at,
  ],
  'an edited field with its hash': (rows, at, random) => [
    rows.with(at, withLeaf(rowAt(rows, at), edited(rowAt(rows, at).body, random))),
    at,
    at,
  ],
  'another number': (rows, at, random) => [
    rows.with(at, { ...rowAt(rows, at), seq: (rowAt(rows, at).seq ?? 0) + 1 + below(random, 3) }),
    at,
    at,
  ],
  'an inserted row': (rows, at, random) => [
    rows.toSpliced(at, 0, withLeaf(rowAt(rows, at), edited(rowAt(rows, at).body, random))),
    at,
    at + 1,
  ],
  'a repeated row': (rows, at) => [rows.toSpliced(at, 0, rowAt(rows, at)), at, at + 1],
  'a deleted row': (rows, at) => [rows.toSpliced(at, 1), at, at],
  'two rows swapped': (rows, at, random) => {
    const other = below(random, rows.length);
    if (other === at) return undefined;
    return [
      rows.with(at, rowAt(rows, other)).with(other, rowAt(rows, at)),
      Math.min(at, other),
      Math.max(at, other),
    ];
  },
  'two events swapped under their numbers': (rows, at, random) => {
    const other = below(random, rows.length);
    const [a, b] = [rowAt(rows, at), rowAt(rows, other)];
    if (other === at) return undefined;
    const content = ({ body, leaf, personal }: ExportedRow) => ({ body, leaf, personal });
    return [
      rows.with(at, { ...a, ...content(b) }).with(other, { ...b, ...content(a) }),
      Math.min(at, other),
      Math.max(at, other),
    ];
  },
  'a cut tail': (rows, at) => [rows.slice(0, at), at, rows.length - 1],
  'a value that was not committed to': (rows, at) => {
    const [commitment, opening] = Object.entries(rowAt(rows, at).personal)[0] ?? [];
    if (!commitment || !opening) return undefined;
    return [
      rows.with(at, {
        ...rowAt(rows, at),
        personal: { ...rowAt(rows, at).personal, [commitment]: { ...opening, value: `${opening.value}!` } },
      }),
      at,
      at,
    ];
  },
  'a value taken away': (rows, at) => {
    const [first] = Object.keys(rowAt(rows, at).personal);
    if (!first) return undefined;
    const { [first]: _, ...personal } = rowAt(rows, at).personal;
    return [rows.with(at, { ...rowAt(rows, at), personal }), at, at];
  },
  'a row that says it was never sealed': (rows, at) => {
    const { path: _, segments: __, ...row } = rowAt(rows, at);
    return [rows.with(at, { ...row, seq: null, leaf: null }), at, at];
  },
};

const kinds = [
  ...Object.keys(onRows),
  ...Object.keys(onSignedRows),
  'a removed segment',
  'a changed byte',
  'a manifest of another key',
  'a second manifest beside the signed one',
  'an export that ends early',
];
export const tamperKinds: readonly string[] = kinds;

/** One random tamper. @returns undefined where this kind cannot be done to this file */
export function tamper(kind: string, given: Given): Tampered | undefined {
  const { log, key, format, chosen, random } = given;
  const { text, manifest } = makeExport(log, key, format, chosen);
  const rows = chosen ? chosenRows(log, chosen) : completeRows(log);
  const numbers = rows.map(({ seq }) => log.rows[(seq ?? 1) - 1]?.number ?? 0);
  const header = headerLine(manifest);
  const end = text.slice(fileOf(rows, header, format).length);
  const touched = (from: number, to: number) => ({
    rows: [from + 1, to + 2] as [number, number],
    segments: numbers.slice(from, to + 2),
  });
  const own = onRows[kind];
  if (own) {
    const done = own(rows, below(random, rows.length), random);
    if (!done) return undefined;
    const [changed, from, to] = done;
    const file = fileOf(changed, header, format) + end;
    return file === text
      ? undefined
      : { name: kind, file, ...touched(from, to), atEnd: to >= rows.length - 1 };
  }
  const signed = onSignedRows[kind];
  if (signed) {
    const done = signed(rows, below(random, rows.length), chosen ? undefined : log.rows);
    if (!done) return undefined;
    const [changed, from, to] = done;
    const made = seal(changed, manifest.segments, log.segments.at(-1), key, format, chosen === undefined);
    return { name: kind, file: made.text, ...touched(from, to), atEnd: to >= rows.length - 1 };
  }
  if (kind === 'a removed segment') {
    const victim = numbers[below(random, numbers.length)] ?? 0;
    const kept = rows.filter((_, index) => numbers[index] !== victim);
    const from = numbers.indexOf(victim);
    return {
      name: kind,
      file: fileOf(kept, header, format) + end,
      ...touched(from, numbers.lastIndexOf(victim)),
      atEnd: true,
    };
  }
  if (kind === 'a manifest of another key') {
    const line = manifestLine({ ...manifest, rows: manifest.rows }, [newKey(key.name)]);
    return {
      name: kind,
      file: text.slice(0, -end.length) + manifestRecord(line, format),
      rows: [0, 0],
      segments: [],
      atEnd: true,
    };
  }
  if (kind === 'a second manifest beside the signed one')
    return { name: kind, file: withTwoManifests(given), rows: [0, 0], segments: [], atEnd: true };
  if (kind === 'an export that ends early') {
    const at = 1 + below(random, text.length - 2);
    return { name: kind, file: text.slice(0, at), rows: [0, 0], segments: [], atEnd: true };
  }
  return changedByte(text, rows, header, given, numbers);
}

/** In JSON a key may come twice, and the second is taken: the signature is over the first, all else over the second. */
function withTwoManifests({ log, key, format, chosen }: Given): string {
  const { manifest } = makeExport(log, key, format, chosen);
  const rows = chosen ? chosenRows(log, chosen).slice(0, -1) : completeRows(log);
  const last = log.segments.at(-1);
  const forged = seal(rows, manifest.segments, last, newKey(key.name), format, !chosen, 9_999);
  const signed = manifestLine(manifest, [key]).slice(0, -1);
  const both = `${signed},"manifest":${JSON.stringify(forged.manifest)}}`;
  return (
    Buffer.from(forged.text).subarray(0, forged.manifest.bytes).toString() + manifestRecord(both, format)
  );
}

function changedByte(
  text: string,
  rows: readonly ExportedRow[],
  header: string,
  { format, random }: Given,
  numbers: readonly number[],
): Tampered {
  const bytes = Buffer.from(text);
  const at = below(random, bytes.length - 1);
  bytes[at] = (bytes[at] ?? 0) ^ (1 << below(random, 8));
  let [offset, index] = [
    Buffer.byteLength(`${format === 'jsonl' ? header : fileOf([], header, format).trimEnd()}\n`),
    0,
  ];
  if (at < offset)
    return {
      name: 'a changed byte',
      file: bytes.toString('latin1'),
      rows: [0, 1],
      segments: [],
      atEnd: true,
    };
  for (; index < rows.length; index++) {
    offset += Buffer.byteLength(recordOf(rows[index] as ExportedRow, format)) + 1;
    if (at < offset) break;
  }
  return {
    name: 'a changed byte',
    file: bytes.toString('latin1'),
    rows: [index + 1, index + 2],
    // Those that a row carries with it, empty ones before its own among them.
    segments: [
      ...numbers.slice(index, index + 2),
      ...(rows[index]?.segments ?? []).map(({ number }) => number),
      ...[rows[index]?.archived?.segment.number ?? []].flat(),
    ],
    atEnd: index >= rows.length - 1,
  };
}

/** The place names what was touched: one of its rows, its segment, or the end of the file where that was. */
export function isLocated({ place, says }: Flaw, { rows: [from, to], segments, atEnd }: Tampered): boolean {
  const [kind, number = Number.NaN] = [place.split(' ')[0], Number(place.split(' ')[1])];
  if (kind === 'segment') return segments.includes(number) || segments.includes(number - 1) || atEnd === true;
  // Where only the file's own hash tells, a stretch of rows is named.
  const until = /changed here to row (\d+)/.exec(says)?.[1];
  if (says.includes('was changed here'))
    return (
      (kind === 'header' || number <= to) && Number(until ?? (kind === 'header' ? 0 : number)) >= from - 1
    );
  // What has left the log is stated in its first row.
  if (kind === 'archive') return from <= 1;
  if (kind === 'row') return number >= from && number <= to + 1;
  return atEnd === true || from === 0;
}
