import type { ServerResponse } from 'node:http';
import { createMongoAbility } from '@casl/ability';
import { beforeEach, expect, it } from 'vitest';
import { type Actor, type AppAbility, systemActor } from '../access/actor.ts';
import { OpenStream } from './open-stream.ts';
import { parsePosition } from './stream-position.ts';
import type { StreamRow } from './stream.reader.ts';

const reader: Actor = {
  ...systemActor('tests'),
  ability: createMongoAbility<AppAbility>([
    { action: 'read', subject: 'Submission', conditions: { ownerId: 'me' } },
  ]),
};

const row = (id: string, ownerId = 'me'): StreamRow => ({
  id,
  position: parsePosition(id) ?? { xid: 0n, id: 0n },
  type: 'SubmissionChanged',
  subject: { type: 'Submission', id: 's1' },
  access: { ownerId },
  at: '2026-01-01T00:00:00Z',
});

/** A response that keeps what nobody takes. */
class Unread {
  text = '';
  writableEnded = false;
  destroyed = false;
  get writableLength(): number {
    return this.text.length;
  }
  write(text: string): void {
    if (this.writableEnded) throw new Error('write after end');
    this.text += text;
  }
  end(): void {
    this.writableEnded = true;
  }
  destroy(): void {
    this.destroyed = true;
  }
  get ids(): string[] {
    return [...this.text.matchAll(/^id: (.*)$/gm)].map((match) => match[1] ?? '');
  }
}

let out: Unread;
let page: OpenStream;
beforeEach(() => {
  out = new Unread();
  page = new OpenStream(out as unknown as ServerResponse, reader);
});

it('holds live events back until what was missed has been sent, and sends nothing twice', () => {
  page.live(row('9.4'));
  page.missed(row('9.3'));
  page.live(row('10.1'));
  page.missed(row('9.4'));
  expect(out.ids).toEqual(['9.3', '9.4']);
  page.catchUp();
  page.live(row('10.2'));
  expect(out.ids).toEqual(['9.3', '9.4', '10.1', '10.2']);
});

it('tells only what its reader may see', () => {
  page.catchUp();
  page.live(row('1.1', 'somebody'));
  page.live({ ...row('1.2'), subject: { type: 'User', id: 'u1' } });
  expect(out.text).toBe('');
});

it('lets a page go that takes nothing any more', () => {
  page.catchUp();
  for (let id = 1; !out.destroyed && id < 100_000; id += 1) page.live(row(`1.${id}`));
  expect(out.destroyed).toBe(true);
  expect(out.text.length).toBeLessThan(1_100_000);
});

it('writes nothing after its end', () => {
  page.catchUp();
  page.end();
  page.end();
  page.live(row('1.1'));
  page.keepAlive();
  expect(out.text).toBe('');
});
