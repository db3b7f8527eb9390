// What is shown of an event is checked with its proof: whatever somebody with power over the tables changes of it, short of
// making a log anew with its key, is named.
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { makeLog, newKey, randomFrom } from '../../../../test/factories/audit-export.ts';
import { type Head, signersOfHead } from '../sealing/checkpoint.ts';
import { leafHash } from '../sealing/merkle.ts';
import { hashOfSegment } from '../sealing/segment.ts';
import { flawsOf, type Shown } from './proof-flaws.ts';

const key = newKey();
const log = makeLog(randomFrom(7), 40, key);
const isSigned = (head: Head) => signersOfHead(head, [key]).length > 0;

type Named = { type: string; id: string };
type Text = Record<'actor' | 'target' | 'root', Named> &
  Record<'id' | 'action' | 'occurredAt', string> & { onBehalfOf: Named | null; requestId: string | null };

/** As the database has an event of the log. */
function shown(at: number): Shown {
  const { body, leaf, path, number, seq, personal } = log.rows[at] as (typeof log.rows)[number];
  const segment = log.segments.find((each) => each.number === number);
  if (!segment || leaf === null || seq === null) throw new Error('not sealed');
  const { id, action, occurredAt, actor, target, root, onBehalfOf, requestId } = JSON.parse(body) as Text;
  const { head, ...stated } = segment;
  return {
    id,
    occurred_at: new Date(occurredAt),
    body,
    opened: personal,
    waits: false,
    action,
    actor_type: actor.type,
    actor_id: actor.id,
    on_behalf_of: onBehalfOf?.id ?? null,
    target_type: target.type,
    target_id: target.id,
    root_type: root.type,
    root_id: root.id,
    request_id: requestId,
    seal: {
      seq,
      leaf,
      path: path.match(/.{64}/g) ?? [],
      segment: stated,
      hash: hashOfSegment(segment).toString('hex'),
      head,
      keyId: key.id,
    },
  };
}
const codes = (event: Shown, signed = isSigned) => flawsOf(event, signed).map(({ reason }) => reason.code);
const sealOf = (event: Shown) => event.seal as NonNullable<Shown['seal']>;
const withSeal = (event: Shown, changed: Partial<NonNullable<Shown['seal']>>): Shown => ({
  ...event,
  seal: { ...sealOf(event), ...changed },
});
const forged = (event: Shown) => ({ ...event, body: event.body.replace('"facts":', '"facts": ') });
const at = fc.integer({ min: 0, max: log.rows.length - 1 }).map(shown);

it('finds nothing where nothing was done', () => {
  for (const index of log.rows.keys()) expect(flawsOf(shown(index), isSigned)).toEqual([]);
});

it('names a text that was altered, at any of its characters', () => {
  fc.assert(
    fc.property(at, fc.nat(), (event, place) => {
      const index = place % event.body.length;
      const body = `${event.body.slice(0, index)}${event.body[index] === 'x' ? 'y' : 'x'}${event.body.slice(index + 1)}`;
      const [flaw] = flawsOf({ ...event, body }, isSigned);
      expect(flaw).toMatchObject({
        kind: 'event',
        number: sealOf(event).seq,
        reason: { code: 'flaw.event_altered', params: { id: event.id } },
      });
    }),
  );
});

describe('a forger who goes on', () => {
  const event = forged(shown(20));
  const leaf = leafHash(event.body).toString('hex');
  it('to the leaf does not reach the root', () => {
    expect(codes(withSeal(event, { leaf }))).toContain('flaw.event_not_in_segment');
  });
  it('to the root does not reach the head', () => {
    const { segment, seq } = sealOf(event);
    const alone = { ...segment, root: leaf, firstSeq: seq, count: 1 };
    const hash = hashOfSegment(alone).toString('hex');
    const seal = { leaf, path: [], segment: alone, hash };
    expect(codes(withSeal(event, seal))).toContain('flaw.segment_stated');
  });
  it('to another head does not reach its signature', () => {
    const other = makeLog(randomFrom(8), 40, newKey()).segments[0];
    expect(codes(withSeal(shown(0), { head: other?.head ?? '' }))).not.toEqual([]);
    expect(codes(shown(0), () => false)).toEqual(['flaw.head_unsigned']);
    expect(codes(withSeal(shown(0), { head: 'no head' }))).toEqual(['flaw.segment_head']);
    expect(codes(withSeal(shown(0), { hash: '00' }))).toEqual(['flaw.segment_hash']);
  });
  it('to what is not sealed yet is found where it does not wait for it', () => {
    expect(codes({ ...shown(3), seal: null, waits: true })).toEqual([]);
    expect(codes({ ...shown(3), seal: null })).toEqual(['flaw.event_unsealed']);
  });
});

it('names a column that says something else than the text', () => {
  const names = Object.keys(shown(0)).filter((name) => /_|^action$/.test(name) && name !== 'occurred_at');
  expect(names).toHaveLength(9);
  for (const column of names) {
    const [flaw] = flawsOf({ ...shown(5), [column]: 'something else' }, isSigned);
    expect(flaw?.reason).toEqual({ code: 'flaw.event_column', params: { column } });
  }
  const [moved] = flawsOf({ ...shown(5), occurred_at: new Date(0) }, isSigned);
  expect(moved?.reason.params).toEqual({ column: 'occurred_at' });
});

it('names a text that the log does not write, sealed or not', () => {
  const odd = { ...shown(5), seal: null, waits: true };
  for (const body of ['', 'no JSON', '[]']) expect(codes({ ...odd, body })).toEqual(['flaw.event_text']);
});

describe('what opens commitments', () => {
  const index = log.rows.findIndex(({ personal }) => Object.keys(personal).length > 0);
  const event = shown(index);
  const [commitment = ''] = Object.keys(event.opened as object);
  it.each<[string, unknown, string[]]>([
    ['another value', { [commitment]: { salt: 'ab', value: 'Eve' } }, ['flaw.value_altered']],
    ['something else', { [commitment]: 5 }, ['flaw.value_altered']],
    ['nothing', null, ['flaw.value_gone']],
    ['a list', [{}], ['flaw.value_altered']],
    ['a text', 'x', ['flaw.value_altered']],
  ])('is named where it is %s', (_, opened, expected) => {
    expect(codes({ ...event, opened })).toEqual(expected);
  });
  it('is named where it opens nothing, and is right where it was erased', () => {
    const opened = event.opened as Record<string, unknown>;
    const erased = Object.fromEntries(Object.keys(opened).map((each) => [each, { erased: '2026-11-21' }]));
    expect(codes({ ...event, opened: erased })).toEqual([]);
    const more = { ...opened, ['0'.repeat(64)]: { erased: '2026-11-21' } };
    expect(codes({ ...event, opened: more })).toEqual(['flaw.value_uncommitted']);
  });
});
