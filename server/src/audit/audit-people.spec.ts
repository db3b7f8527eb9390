import { describe, expect, it } from 'vitest';
import { type Actor, systemActor } from '../platform/access/actor.ts';
import { personal } from './audit-event.ts';
import { NotedNames, peopleIn } from './audit-people.ts';

const ada: Actor = { ...systemActor('x'), type: 'user', id: 'ada', name: 'Ada' };

it('names who acts, on whose behalf, and whom an event about a person is about', () => {
  expect(
    peopleIn(ada, {
      action: 'user.update',
      target: { type: 'User', id: 'grace', label: personal('Grace', 'grace') },
      onBehalfOf: { id: 'hedy', name: 'Hedy' },
      changes: [
        { field: 'name', before: personal('Grace', 'grace'), after: personal('Grace H.', 'grace') },
        { field: 'email', before: null, after: personal('grace@example.org', 'grace') },
        { field: 'status', before: 'active', after: 'disabled' },
      ],
    }),
  ).toEqual([
    { personId: 'ada', name: 'Ada' },
    { personId: 'hedy', name: 'Hedy' },
    { personId: 'grace', name: 'Grace' },
    { personId: 'grace', name: 'Grace H.' },
    { personId: 'grace', name: 'grace@example.org' },
  ]);
});

it('takes no system for a person, and no free text for a name', () => {
  const target = { type: 'Submission', id: 's1', label: 'Potato' };
  const changes = [{ field: 'comment', before: null, after: personal('see Ada', 'ada') }];
  expect(peopleIn(systemActor('ena'), { action: 'ena.send', target, changes })).toEqual([]);
  const endless = { ...ada, name: 'A'.repeat(301) };
  expect(peopleIn(endless, { action: 'x.y', target })).toEqual([]);
});

describe('names that were noted', () => {
  const grace = { personId: 'grace', name: 'Grace' };
  /** A transaction that ends when it is told to. */
  const open = () => {
    const acts: ((isCommitted: boolean) => void)[] = [];
    const end = (isCommitted: boolean) => acts.forEach((act) => act(isCommitted));
    return { tx: { afterEnd: (act: (isCommitted: boolean) => void) => void acts.push(act) }, end };
  };
  const tell = (names: NotedNames, isCommitted: boolean, people = [grace]) => {
    const { tx, end } = open();
    const unknown = names.unknown(tx, people);
    end(isCommitted);
    return unknown;
  };

  it('are told once they are committed, and again after a transaction that was undone', () => {
    const names = new NotedNames();
    expect(tell(names, false)).toEqual([grace]);
    expect(tell(names, true)).toEqual([grace]);
    expect(tell(names, true)).toEqual([]);
    const renamed = { ...grace, name: 'Grace H.' };
    expect(tell(names, true, [grace, renamed])).toEqual([renamed]);
  });

  it('are told by each of two transactions that cannot see each other', () => {
    const names = new NotedNames();
    const [first, second] = [open(), open()];
    expect(names.unknown(first.tx, [grace])).toEqual([grace]);
    first.end(true);
    expect(names.unknown(second.tx, [grace])).toEqual([]);
    const [third, fourth] = [open(), open()];
    const hedy = { personId: 'hedy', name: 'Hedy' };
    expect(names.unknown(third.tx, [hedy])).toEqual([hedy]);
    expect(names.unknown(fourth.tx, [hedy])).toEqual([hedy]);
  });

  it('are bounded', () => {
    const names = new NotedNames();
    const person = (n: number) => ({ personId: `p${n}`, name: 'Somebody' });
    for (let n = 0; n <= 10_000; n++) tell(names, true, [person(n)]);
    expect(tell(names, true, [person(0)])).toEqual([person(0)]);
    expect(tell(names, true, [person(10_000)])).toEqual([]);
  });
});
