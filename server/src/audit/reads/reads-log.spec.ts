import { describe, expect, it, onTestFinished } from 'vitest';
import { type Actor, systemActor } from '../../platform/access/actor.ts';
import type { Tx } from '../../platform/database/tx.ts';
import type { UnitOfWork } from '../../platform/database/unit-of-work.ts';
import { Clock } from '../../platform/time/clock.ts';
import type { AuditEvent } from '../audit-event.ts';
import type { AuditLog } from '../audit-log.ts';
import { ReadsLog } from './reads-log.ts';

const curator: Actor = { ...systemActor('x'), type: 'user', id: 'curator', name: 'Bob' };
const ada = { id: 'ada', name: 'Ada' };

/** A database whose transactions end when, and as, the test says. */
function logged() {
  const written: AuditEvent[] = [];
  const endings: { commit: () => void; fail: (error: Error) => void }[] = [];
  const uow = {
    run: async (work: (tx: Tx) => Promise<unknown>) => {
      const events: AuditEvent[] = [];
      await work(events as unknown as Tx);
      await new Promise<void>((commit, fail) => {
        endings.push({ commit, fail });
      });
      written.push(...events);
    },
  };
  const audit = {
    record: (tx: Tx, _actor: Actor, event: AuditEvent) =>
      Promise.resolve((tx as unknown as AuditEvent[]).push(event)),
  };
  const clock = new Clock();
  const reads = new ReadsLog(uow as unknown as UnitOfWork, audit as unknown as AuditLog, clock);
  const begun = () => new Promise<void>((resolve) => setImmediate(resolve));
  onTestFinished(() => {
    for (const { commit } of endings) commit();
  });
  return { reads, written, endings, begun, clock };
}

describe('a token that is refused', () => {
  const from = (n: number) => ({ requestId: `r${n}`, address: `192.0.2.${n}`, client: 'curl' });
  const made = { token: 'access', because: 'not one of ours' } as const;
  const over = {
    token: 'access',
    because: 'session is over',
    session: { sessionId: 's', userId: 'ada' },
  } as const;

  it('of a known session is told, however many were made up in the same minute', async () => {
    const { reads, written, endings, begun } = logged();
    const strangers = Array.from({ length: 40 }, (_, n) => reads.tokenRefused(from(n), made));
    const known = reads.tokenRefused(from(99), over);
    await begun();
    for (const { commit } of endings) commit();
    await Promise.all([...strangers, known]);
    expect(written).toHaveLength(32);
    expect(written.filter(({ root }) => root?.id === 'ada')).toMatchObject([
      { target: { type: 'Session', id: 's' }, facts: { because: 'session is over' }, sender: 'ada' },
    ]);
  });

  it('beyond the limit still says whose session it was', async () => {
    const { reads, written, endings, begun } = logged();
    const tried = Array.from({ length: 40 }, (_, n) => reads.tokenRefused(from(n), over));
    await begun();
    for (const { commit } of endings) commit();
    await Promise.all(tried);
    expect(written).toHaveLength(31);
    expect(written[30]).toMatchObject({
      target: { type: 'User', id: 'ada' },
      facts: { several: true },
      sender: 'ada',
    });
  });
});

describe('a sign-in that is refused unread', () => {
  const from = (n: number) => ({ requestId: `r${n}`, address: `192.0.2.${n}`, client: 'curl' });
  const because = 'too many with this mail address';

  it('is told once a minute for an account or an address, and counted', async () => {
    const { reads, written, endings, begun } = logged();
    const account = { email: 'Ada@example.org', userId: 'ada' };
    const tried = [
      ...Array.from({ length: 50 }, (_, n) => reads.signInRefused(from(n), { because, account })),
      ...Array.from({ length: 50 }, () =>
        reads.signInRefused(from(7), { because: 'too many from this network address' }),
      ),
    ];
    await begun();
    for (const { commit } of endings.splice(0)) commit();
    await Promise.all(tried);
    expect(written).toMatchObject([
      { action: 'auth.sign_in_refused', target: { id: 'ada', label: { value: 'Ada@example.org' } } },
      { action: 'auth.sign_in_refused', target: { id: 'unknown', label: 'unknown' } },
    ]);
    const flushed = reads.flush(true);
    while (written.length < 4) {
      await begun();
      for (const { commit } of endings.splice(0)) commit();
    }
    await flushed;
    expect(written.slice(2).map(({ facts }) => facts?.['again'])).toEqual([49, 49]);
  });

  it('cannot fill the log, from however many addresses and for however many names of nobody', async () => {
    const { reads, written, endings, begun } = logged();
    const tried = Array.from({ length: 200 }, (_, n) => [
      reads.signInRefused(from(n), { because: 'too many from this network address' }),
      reads.signInRefused(from(n), { because, account: { email: `x${n}@example.org`, userId: null } }),
    ]).flat();
    await begun();
    for (const { commit } of endings) commit();
    await Promise.all(tried);
    expect(written).toHaveLength(31);
  });
});

describe('a person who is opened', () => {
  it('is written down by the next who opens them, where the first time could not be', async () => {
    const { reads, written, endings, begun } = logged();
    const first = reads.opened(curator, ada);
    await begun();
    endings[0]?.fail(new Error('no connection'));
    await expect(first).rejects.toThrow('no connection');
    const second = reads.opened(curator, ada);
    await begun();
    expect(endings).toHaveLength(2);
    endings[1]?.commit();
    await second;
    expect(written).toMatchObject([{ action: 'user.open', target: { id: 'ada' } }]);
  });

  it('is shown to nobody before the first event is there', async () => {
    const { reads, written, endings, begun } = logged();
    const shown: number[] = [];
    const all = [1, 2, 3].map((n) => reads.opened(curator, ada).then(() => shown.push(n)));
    await begun();
    expect([shown, endings.length]).toEqual([[], 1]);
    endings[0]?.commit();
    await Promise.all(all);
    expect([shown.length, written.length]).toEqual([3, 1]);
  });

  it('is shown to nobody who waited for an event that was not written', async () => {
    const { reads, written, endings, begun } = logged();
    const all = [1, 2].map(() => reads.opened(curator, ada));
    await begun();
    endings[0]?.fail(new Error('no connection'));
    expect((await Promise.allSettled(all)).map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    await reads.flush(true);
    expect(written).toEqual([]);
  });

  it('is due again by whoever is beyond the limit, too', async () => {
    const { reads, endings, begun } = logged();
    const several = Array.from({ length: 31 }, (_, n) => reads.opened(curator, { id: `p${n}`, name: 'x' }));
    const counted = reads.opened(curator, ada);
    await begun();
    expect(endings).toHaveLength(31);
    endings[30]?.fail(new Error('no connection'));
    await expect(several[30]).rejects.toThrow('no connection');
    await expect(counted).rejects.toThrow('no connection');
    for (const { commit } of endings) commit();
    await Promise.all(several.slice(0, 30));
    void reads.opened(curator, ada);
    await begun();
    expect(endings).toHaveLength(32);
  });

  it('is named, however many others were opened or asked for in vain in the same minute', async () => {
    const { reads, written, endings, begun } = logged();
    const refused = Array.from({ length: 40 }, (_, n) =>
      reads.note(curator, { action: 'read', subject: 'Submission', id: `s${n}`, code: 'x', isHidden: true }),
    );
    const ids = Array.from({ length: 40 }, (_, n) => `p${n}`);
    const opened = ids.map((id) => reads.opened(curator, { id, name: 'x' }));
    await begun();
    for (const { commit } of endings.splice(0)) commit();
    await Promise.all([...refused, ...opened]);
    const flushed = reads.flush(true);
    while (written.filter(({ facts }) => facts?.['again']).length < 2) {
      await begun();
      for (const { commit } of endings.splice(0)) commit();
    }
    await flushed;
    const openings = written.filter(({ action }) => action === 'user.open');
    expect(openings).toHaveLength(32);
    expect(openings.slice(30)).toMatchObject([
      { target: { id: 'curator' }, facts: { several: true, accounts: ['p30'] } },
      { target: { id: 'curator' }, facts: { several: true, accounts: ids.slice(31), again: 9 } },
    ]);
  });
});
