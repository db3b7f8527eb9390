// The change log at size: writing, sealing, listing, exporting, verifying online and offline.
// `npm run bench -- audit --events 10000000` for another size than a million; `--only online,pages` for some of it;
// `--data DIR` for a log that is filled once and measured several times, by the parts that only read it.
import { parseArgs } from 'node:util';
import { exporting } from './audit/exporting.ts';
import { offline } from './audit/offline.ts';
import { online } from './audit/online.ts';
import { pages } from './audit/pages.ts';
import { pairs } from './audit/pairs.ts';
import { isAsked } from './audit/parts.ts';
import { AuditRig } from './audit/rig.ts';
import { sealing } from './audit/sealing.ts';
import { writing } from './audit/writing.ts';
import type { BenchContext } from './context.ts';

export const needs = ['postgres', 'redis', 'storage'] as const;

type Part = (rig: AuditRig) => Promise<void>;

const empty: Record<string, Part> = { writing, sealing };
/** With a log of so many events, which they only read. */
const filled: Record<string, Part> = { pages, exporting, online, offline };
/** Adds events of its own. */
const last: Record<string, Part> = { pairs };

export default async function bench({ env, options }: BenchContext): Promise<void> {
  const { values } = parseArgs({
    args: [...options],
    strict: false,
    options: {
      events: { type: 'string', default: '1000000' },
      only: { type: 'string' },
      data: { type: 'string' },
    },
  });
  const chosen = (parts: Record<string, Part>) =>
    Object.entries(parts).flatMap(([name, part]) => (isAsked(name, values.only) ? [part] : []));
  const isKept = values.data !== undefined;
  const before = isKept ? [] : chosen(empty);
  const after = [...chosen(filled), ...(isKept ? [] : chosen(last))];
  if (before.length + after.length === 0) return;
  const rig = new AuditRig(env, Number(values.events));
  try {
    await rig.start();
    for (const part of before) await part(rig);
    if (after.length > 0) await rig.fill();
    for (const part of after) await part(rig);
  } finally {
    await rig.stop();
  }
}
