// The stream of changes as open pages get it.
import { Redis } from 'ioredis';
import { DataSource } from 'typeorm';
import { afterEach, describe, expect, it } from 'vitest';
import { Tx } from '../../server/src/platform/database/tx.ts';
import { UnitOfWork } from '../../server/src/platform/database/unit-of-work.ts';
import { EVENT_CHANNEL } from '../../server/src/platform/queue/bull-doorbell.ts';
import { EventSource } from '../factories/event-source.ts';
import { eventually } from '../factories/eventually.ts';
import { Link } from '../factories/link.ts';
import { type Person, useApp } from '../setup/app.ts';

let redis: Link;
let redisUrl = '';
const app = useApp({
  env: async (env) => {
    redisUrl = env['REDIS_URL'] ?? '';
    redis = await new Link(redisUrl).mend();
    return { REDIS_URL: redis.through };
  },
});

const open: EventSource[] = [];
afterEach(async () => {
  for (const source of open.splice(0)) source.close();
  await redis.mend().catch(() => undefined); // still mended
});
const listen = async (person: Person, last?: string) => {
  const source = await EventSource.open(app.url, person.token, last);
  open.push(source);
  return source;
};

let number = 0;
const someEvent = (ownerId: string, status = 'submitted') => ({
  type: 'SubmissionSubmitted',
  subject: { type: 'Submission', id: `s${(number += 1)}` },
  access: { ownerId, status },
});
const publish = async (ownerId: string, status?: string) => {
  const event = someEvent(ownerId, status);
  await app.get(UnitOfWork).run((tx) => tx.publish(event));
  return event.subject.id;
};
const subjects = (source: EventSource) => source.messages.map(({ data }) => data.subject.id);

describe('an open page', () => {
  it('hears of what its reader may see, soon and in order', async () => {
    const [mine, other, auditor] = [
      await app.person('depositor'),
      await app.person('depositor'),
      await app.person('auditor'),
    ];
    const [asOwner, asOther, asAuditor] = [await listen(mine), await listen(other), await listen(auditor)];
    const ids = [await publish(mine.id, 'draft'), await publish(mine.id), await publish('somebody')];
    await eventually(() => asAuditor.messages.length === 3);
    expect(subjects(asAuditor)).toEqual(ids);
    await eventually(() => asOwner.messages.length === 2);
    expect(subjects(asOwner)).toEqual(ids.slice(0, 2));
    expect(asOther.messages).toEqual([]);
    expect(asOwner.messages[0]).toMatchObject({
      event: 'change',
      data: { type: 'SubmissionSubmitted', subject: { type: 'Submission', id: ids[0] } },
    });
    expect(JSON.stringify(asOwner.messages)).not.toContain('ownerId');
  });

  it('resumes after the event it saw last, and gets each once', async () => {
    const auditor = await app.person('auditor');
    const first = await listen(auditor);
    const seen = await publish('somebody');
    await eventually(() => subjects(first).includes(seen));
    const last = first.messages.at(-1)?.id ?? '';
    first.close();
    const missed = [await publish('a'), await publish('b'), await publish('c')];
    const again = await listen(auditor, last);
    const live = [await publish('d'), await publish('e')];
    await eventually(() => again.messages.length >= 5);
    expect(subjects(again)).toEqual([...missed, ...live]);
    expect(new Set(again.ids).size).toBe(5);
  });

  it('gets a thousand missed events whole', async () => {
    const auditor = await app.person('auditor');
    const first = await listen(auditor);
    const seen = await publish('somebody');
    await eventually(() => subjects(first).includes(seen));
    const missed = await app.get(UnitOfWork).run(async (tx) => {
      const events = Array.from({ length: 1_234 }, () => someEvent('x'));
      for (const event of events) await tx.publish(event);
      return events.map(({ subject }) => subject.id);
    });
    const again = await listen(auditor, first.messages.at(-1)?.id ?? '');
    await eventually(() => again.messages.length >= missed.length);
    expect(subjects(again)).toEqual(missed);
  });

  it('misses nothing of a transaction that commits late', async () => {
    const auditor = await app.person('auditor');
    const source = await listen(auditor);
    const runner = app.get(DataSource).createQueryRunner();
    await runner.startTransaction();
    const [late, early] = [someEvent('late'), someEvent('early')];
    await new Tx(runner.manager).publish(late); // has its place in the stream, and nobody may see it yet
    await app.get(UnitOfWork).run((tx) => tx.publish(early));
    await new Promise((resolve) => {
      setTimeout(resolve, 500);
    });
    expect(source.messages).toEqual([]);
    await runner.commitTransaction();
    await runner.release();
    await eventually(() => source.messages.length === 2);
    expect(subjects(source)).toEqual([late.subject.id, early.subject.id]);
  });

  it('hears of a change while Redis is away', async () => {
    const auditor = await app.person('auditor');
    const source = await listen(auditor);
    await redis.cut();
    const id = await publish('somebody');
    await eventually(() => subjects(source).includes(id));
    await redis.mend();
    // And is woken again once Redis is back.
    const direct = new Redis(redisUrl);
    await eventually(async () => Number((await direct.pubsub('NUMSUB', EVENT_CHANNEL))[1]) > 0);
    direct.disconnect();
  });

  it.each(['nonsense', '18446744073709551616.1', '99999999999999999999.9', '1.9999999999999999999', '3.1'])(
    'that says it saw %s is told to fetch anew, and goes on from there',
    async (last) => {
      const auditor = await app.person('auditor');
      await publish('before');
      const source = await listen(auditor, last);
      await eventually(() => source.messages.length === 1);
      expect(source.messages[0]).toMatchObject({ event: 'reset', data: { type: 'StreamReset' } });
      const id = await publish('after');
      await eventually(() => subjects(source).includes(id));
      const later = await publish('later');
      const again = await listen(auditor, source.messages.at(-1)?.id ?? '');
      await eventually(() => again.messages.length === 1);
      expect(subjects(again)).toEqual([later]);
    },
  );

  it('is closed soon after its session was revoked, and changes what it hears with the roles', async () => {
    const [admin, person, other] = [
      await app.person('admin'),
      await app.person('auditor'),
      await app.person('auditor'),
    ];
    const [source, changing] = [await listen(person), await listen(other)];
    await app.request('DELETE', `users/${person.id}/sessions`, { as: admin });
    const { body } = await app.request('GET', `users/${other.id}`, { as: admin });
    await app.request('PUT', `users/${other.id}/roles`, {
      as: admin,
      ifMatch: body.version,
      body: { roles: ['support'], reason: 'moved' },
    });
    await Promise.race([
      source.ended,
      new Promise((_, reject) => {
        setTimeout(() => reject(new Error('still open')), 12_000);
      }),
    ]);
    await eventually(async () => {
      const before = changing.messages.length;
      await publish('somebody', 'draft');
      const visible = await publish('somebody');
      await eventually(() => subjects(changing).includes(visible));
      return changing.messages.length === before + 1; // support sees no drafts
    });
  });

  it('is not for those who are not signed in', async () => {
    expect((await app.request('GET', 'events')).status).toBe(401);
  });
});

it('does not hold back the end of the process', async () => {
  const source = await listen(await app.person('auditor'));
  const began = performance.now();
  await app.api.close();
  await source.ended;
  expect(performance.now() - began).toBeLessThan(3_000);
});
