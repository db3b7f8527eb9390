#!/usr/bin/env node
import { parseArgs } from 'node:util';
import { verifyExport, type Verdict } from '../audit/verifier/verify-export.ts';

// `npx seqdb-audit-verify FILE [--keys KEYS] [--heads HEADS]`: needs neither database nor network. Ends with 0 when the
// export is as it was written, 1 when it is not, naming the first bad row or segment, 2 when it is cut or no export.

const usage = `Usage: seqdb-audit-verify FILE [--keys KEYS] [--heads HEADS] [--archives FOLDER] [--old-heads]

  FILE         an export of the change log, CSV or JSONL, also gzip
  --keys       keys as https://…/.well-known/seqdb-audit-keys.json gives them, or one C2SP verifier key a line
  --heads      published heads: a file of signed notes, a folder of them, or the answer of /api/v1/audit/checkpoints
  --archives   folder of the files of months that have left the log, to be verified with it
  --old-heads  the heads may end long before the export

Ends with 0: as it was written; 1: damaged; 2: truncated, foreign or binary.`;

function told(verdict: Verdict): string[] {
  if (verdict.flaw) {
    const { kind, place, says } = verdict.flaw;
    return [kind === 'damaged' ? `DAMAGED at ${place}: ${says}` : `UNREADABLE, ${place}: ${says}`];
  }
  const { manifest, events, unsealed, hasKeys, hasHeads, areHeadsElsewhere } = verdict;
  const scope = manifest.complete
    ? `every event ${verdict.archived.length > 0 ? 'that has not left the log' : 'from the first on'}, in ${manifest.lastSegment} segments`
    : `the events that a filter chose (${JSON.stringify(manifest.filter)}): each is in the sealed log`;
  return [
    `OK: ${events} rows, ${scope}.`,
    ...archiveLines(verdict),
    ...(unsealed > 0
      ? [`${unsealed} of them were not sealed yet: the signature of this export alone vouches for them.`]
      : []),
    ...(hasKeys
      ? []
      : ['Checked with the keys that the file itself names; give --keys to know who signed it.']),
    ...(areHeadsElsewhere ? ['None of these heads covers this export: nothing was compared with them.'] : []),
    ...(hasHeads ? [] : ['Give --heads to know that it is the log whose heads were published.']),
  ];
}

function archiveLines({ archived, checkedArchives }: Extract<Verdict, { flaw: null }>): string[] {
  if (archived.length === 0) return [];
  const lastSegment = archived.at(-1)?.lastSegment;
  return [
    `${archived.length} month(s) have left the log before, proven by the head of segment ${lastSegment}:`,
    ...archived.map(
      ({ month, events, bucket, key, sha256 }) =>
        `  ${month}: ${events} events in ${bucket}/${key}, SHA-256 ${sha256}`,
    ),
    checkedArchives === null
      ? 'Give --archives to have these files verified, too.'
      : `Their files hold the ${checkedArchives} events, each as it was sealed.`,
  ];
}

function given() {
  try {
    const { values, positionals } = parseArgs({
      allowPositionals: true,
      options: {
        keys: { type: 'string' },
        heads: { type: 'string' },
        archives: { type: 'string' },
        'old-heads': { type: 'boolean' },
        help: { type: 'boolean', short: 'h' },
      },
    });
    return { values, positionals };
  } catch (error) {
    return { error: (error as Error).message };
  }
}

const { values, positionals = [], error } = given();
const [file, ...others] = positionals;
if (values?.help) {
  console.log(usage);
} else if (error !== undefined || file === undefined || others.length > 0) {
  console.error(error === undefined ? usage : `${error}\n\n${usage}`);
  process.exitCode = 2;
} else {
  const verdict = await verifyExport(file, {
    ...(values?.keys !== undefined && { keys: values.keys }),
    ...(values?.heads !== undefined && { heads: values.heads }),
    ...(values?.archives !== undefined && { archives: values.archives }),
    mayHeadsBeOld: values?.['old-heads'] ?? false,
  });
  for (const line of told(verdict)) console.log(line);
  process.exitCode = verdict.flaw === null ? 0 : verdict.flaw.kind === 'damaged' ? 1 : 2;
}
