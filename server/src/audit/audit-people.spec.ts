import { expect, it } from 'vitest';
import { type Actor, systemActor } from '../platform/access/actor.ts';
import { personal } from './audit-event.ts';
import { peopleIn } from './audit-people.ts';

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
