// Months that leave a made log: some of its first events are gone, as the retention states it.
import {
  hashOfNote,
  monthAfter,
  type RetainedMonth,
  signRetained,
} from '../../server/src/audit/archive/retained-month.ts';
import { GrowingTree } from '../../server/src/audit/sealing/merkle.ts';
import { hashOfSegment } from '../../server/src/audit/sealing/segment.ts';
import type { SigningKey } from '../../server/src/audit/sealing/signing-key.ts';
import { below, type MadeLog } from './audit-export.ts';

type Stretch = [first: number, last: number];

const stretchesOf = (seqs: readonly number[]): Stretch[] =>
  seqs.reduce<Stretch[]>((all, seq) => {
    const last = all.at(-1);
    if (last && last[1] === seq - 1) last[1] = seq;
    else all.push([seq, seq]);
    return all;
  }, []);

function erasureIn(body: string): RetainedMonth['remembers'] {
  const { id, action, target } = JSON.parse(body) as { id: string; action: string; target: { id: string } };
  return action === 'user.erasure_request' ? [{ id, action, target: target.id, facts: {} }] : [];
}

/** @param change what the statements say otherwise before they are signed */
export function leave(
  log: MadeLog,
  key: SigningKey,
  random: () => number,
  change: (month: RetainedMonth) => RetainedMonth = (month) => month,
): MadeLog {
  const cut = 1 + below(random, log.rows.length - 1);
  // Near the cut months are mixed.
  const gone = log.rows.flatMap(({ seq }) =>
    seq !== null && (seq < cut - 5 || (seq < cut + 5 && random() < 0.5) || seq === 1) && seq < log.rows.length
      ? [seq]
      : [],
  );
  const half = below(random, gone.length + 1);
  const months: string[] = [];
  let lastSegment = 0;
  for (const [index, seqs] of [gone.slice(0, half), gone.slice(half)].entries()) {
    const month = monthAfter('2026-03', index);
    lastSegment = Math.max(lastSegment, ...seqs.map((seq) => log.rows[seq - 1]?.number ?? 0));
    const before = months.at(-1);
    const stated: RetainedMonth = {
      month,
      events: seqs.length,
      seqs: stretchesOf(seqs),
      lastSegment,
      bucket: 'exports',
      key: `archive/${month}.jsonl.gz`,
      sha256: String(index).repeat(64),
      bytes: 1_000,
      at: '2026-11-01T00:00:00.000Z',
      previous: before === undefined ? null : hashOfNote(before),
      remembers: seqs.flatMap((seq) => erasureIn(log.rows[seq - 1]?.body ?? '')),
    };
    months.push(signRetained(key.name, change(stated), [key]));
  }
  const segment = log.segments[lastSegment - 1];
  if (!segment) throw new Error('nothing has left');
  const tree = new GrowingTree();
  for (const each of log.segments.slice(0, lastSegment)) tree.add(hashOfSegment(each));
  const archived = { segment, frontier: tree.frontier().toString('hex'), months };
  return { ...log, left: { archived, gone: new Set(gone), lastSeq: segment.firstSeq + segment.count - 1 } };
}
