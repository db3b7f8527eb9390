#!/usr/bin/env node
import { createHash, hash } from 'node:crypto';
import { createReadStream, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import type { Manifest } from '../audit/exporting/export-format.ts';
import { bytesOf, isGzip } from '../audit/verifier/file-bytes.ts';
import { serveStretches } from '../audit/verifier/stretch-threads.ts';
import { verifyExport, type Verdict } from '../audit/verifier/verify-export.ts';

// `seqdb-audit-verify FILE [--keys KEYS] [--heads HEADS]`: needs neither database nor network. Ends with 0 when the
// export is as it was written, 1 when it is not, naming the first bad row or segment, 2 when it is cut or no export.

/** Stands in the one file that this is made into (scripts/lib/verifier.mjs). */
declare const SEQDB_VERIFIER_VERSION: string | undefined;
const version = typeof SEQDB_VERIFIER_VERSION === 'string' ? SEQDB_VERIFIER_VERSION : 'as its source is';

const usage = `Usage: seqdb-audit-verify FILE [--keys KEYS] [--heads HEADS] [--manifest MANIFEST] [--archives FOLDER]
                          [--old-heads]

  FILE         an export of the change log: CSV or JSON Lines, also gzip, or a workbook (XLSX) with its manifest
  --keys       keys as https://…/.well-known/seqdb-audit-keys.json gives them, or one C2SP verifier key a line
  --heads      published heads: a file of signed notes, a folder of them, or the answer of /api/v1/audit/checkpoints
  --manifest   the manifest of a workbook, where it does not lie beside it as FILE.manifest.json
  --archives   folder of the files of months that have left the log, to be verified with it
  --old-heads  the heads may end long before the export
  --version    says which this is, and the SHA-256 of this program

Ends with 0: as it was written; 1: damaged; 2: nothing was verified, since the
file is cut, no export, or cannot be read, or these options do not go together.`;

/** What a note on the audit can quote. */
async function evidenceLine(path: string, { manifest, signers, compared }: Accepted): Promise<string> {
  const { heads, newest } = compared;
  const keys = signers.map(({ id }) => id).join(', ');
  const signed = `Exported ${manifest.exportedAt} from the log ${manifest.origin}, signed by ${signers.length === 1 ? 'its key' : 'its keys'} ${keys}`;
  const compares = newest
    ? `; compared with ${counted(heads, 'published head')}, the newest that of segment ${newest.size}, ${newest.time}`
    : '';
  const ofFile = await hashOf(createReadStream(path));
  const unpacked = (await isGzip(path))
    ? `; of what is in it, as the list of exports shows it: ${await hashOf(bytesOf(path))}`
    : '';
  return `${signed}${compares}. SHA-256 of the file: ${ofFile}${unpacked}.`;
}

async function hashOf(bytes: AsyncIterable<Buffer>): Promise<string> {
  const sum = createHash('sha256');
  for await (const chunk of bytes) sum.update(chunk);
  return sum.digest('hex');
}

const counted = (count: number, what: string): string => `${count} ${what}${count === 1 ? '' : 's'}`;

function told(verdict: Verdict): string[] {
  if (verdict.flaw) {
    const { kind, place, says } = verdict.flaw;
    return [kind === 'damaged' ? `DAMAGED at ${place}: ${says}` : `UNREADABLE, ${place}: ${says}`];
  }
  const { manifest, events, unsealed, hasKeys, hasHeads, areHeadsElsewhere } = verdict;
  return [
    ...(manifest.format === 'xlsx'
      ? workbookWords(manifest)
      : [`OK: ${counted(events, 'row')}, ${scopeWords(verdict)}.`]),
    ...archiveLines(verdict),
    ...(unsealed > 0
      ? [
          `${unsealed} of them ${unsealed === 1 ? 'was' : 'were'} not sealed yet: the signature of this export alone vouches for them.`,
        ]
      : []),
    ...untoldLines(verdict),
    ...(hasKeys
      ? []
      : ['Checked with the keys that the export itself names; give --keys to know who signed it.']),
    ...(areHeadsElsewhere ? ['None of these heads covers this export: nothing was compared with them.'] : []),
    ...(hasHeads ? [] : ['Give --heads to know that it is the log whose heads were published.']),
  ];
}

type Accepted = Extract<Verdict, { flaw: null }>;

function untoldLines({ untold, manifest: { complete } }: Accepted): string[] {
  if (untold === 0) return [];
  const why = complete
    ? 'the event that asks for it was not sealed yet'
    : 'whether that was asked for, only a complete export shows';
  return [`Values of ${untold === 1 ? '1 person' : `${untold} people`} read as erased: ${why}.`];
}

const scopeWords = ({ archived, manifest: { complete, lastSegment, filter } }: Accepted): string =>
  complete
    ? `every event ${archived.length > 0 ? 'that has not left the log' : 'from the first on'}, in ${counted(lastSegment, 'segment')}`
    : `the events that a filter chose (${JSON.stringify(filter)}): each is in the sealed log`;

const workbookWords = ({ rows, matching = rows, complete, filter }: Manifest): string[] => [
  `OK: the workbook is, byte for byte, the one that was exported: ${rows} of ${counted(matching, 'event')} ${complete ? 'of the whole log' : `that a filter chose (${JSON.stringify(filter)})`}.`,
  'It is a report: that its cells say what the log says is vouched for by who signed the export, and no row was compared with the sealed log. The evidence is an export as JSON Lines or CSV.',
];

/** Of the file that runs. */
const ownHash = (): string => hash('sha256', readFileSync(fileURLToPath(import.meta.url)));

function archiveLines({ archived, checkedArchives }: Accepted): string[] {
  if (archived.length === 0) return [];
  const lastSegment = archived.at(-1)?.lastSegment;
  return [
    `${counted(archived.length, 'month')} ${archived.length === 1 ? 'has' : 'have'} left the log before, proven by the head of segment ${lastSegment}:`,
    ...archived.map(
      ({ month, events, bucket, key, sha256 }) =>
        `  ${month}: ${counted(events, 'event')} in ${bucket}/${key}, SHA-256 ${sha256}`,
    ),
    checkedArchives === null
      ? 'Give --archives to have these files verified, too.'
      : `Their files hold the ${counted(checkedArchives, 'event')}, each as it was sealed.`,
  ];
}

function given() {
  try {
    const { values, positionals } = parseArgs({
      allowPositionals: true,
      options: {
        keys: { type: 'string' },
        heads: { type: 'string' },
        manifest: { type: 'string' },
        archives: { type: 'string' },
        'old-heads': { type: 'boolean' },
        help: { type: 'boolean', short: 'h' },
        version: { type: 'boolean' },
      },
    });
    return { values, positionals };
  } catch (error) {
    return { error: (error as Error).message };
  }
}

async function main(): Promise<number> {
  const { values, positionals = [], error } = given();
  const [file, ...others] = positionals;
  if (values?.help || values?.version) {
    console.log(values.help ? usage : `seqdb-audit-verify ${version}\nSHA-256 of this program: ${ownHash()}`);
    return 0;
  }
  if (!values || file === undefined || others.length > 0) {
    console.error(error === undefined ? usage : `${error}\n\n${usage}`);
    return 2;
  }
  const { keys, heads, manifest, archives, 'old-heads': mayHeadsBeOld = false } = values;
  const verdict = await verifyExport(file, {
    ...(keys !== undefined && { keys }),
    ...(heads !== undefined && { heads }),
    ...(manifest !== undefined && { manifest }),
    ...(archives !== undefined && { archives }),
    threads: { program: new URL(import.meta.url) },
    mayHeadsBeOld,
  });
  for (const line of told(verdict)) console.log(line);
  if (verdict.flaw === null) console.log(await evidenceLine(file, verdict));
  return verdict.flaw === null ? 0 : verdict.flaw.kind === 'damaged' ? 1 : 2;
}

async function ended(): Promise<number> {
  try {
    return await main();
  } catch (error) {
    console.error(
      `seqdb-audit-verify could not finish: ${error instanceof Error ? error.message : String(error)}`,
    );
    return 2;
  }
}

// Threads run this same file.
if (!serveStretches()) process.exitCode = await ended();
