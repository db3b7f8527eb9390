import { isChangesView } from '@contract/audit/finding/changes-view.contract.ts';
import { expect, it } from 'vitest';
import { passingValue } from '../actions.ts';
import { beyondChanges } from './changesView.ts';

const backwards = passingValue.split(',').reverse().join(',');

it('knows the view of changes by what it leaves out, in whatever order', () => {
  expect(isChangesView('notAction', passingValue)).toBe(true);
  expect(isChangesView('notAction', backwards)).toBe(true);
});

it('takes nothing else for it', () => {
  expect(isChangesView('action', passingValue)).toBe(false);
  expect(isChangesView('notAction', 'auth.sign_in')).toBe(false);
  expect(isChangesView('notAction', `${passingValue},user.create`)).toBe(false);
});

it('takes everything that the other filters let through', () => {
  expect(beyondChanges({ actor: 'ada', notAction: backwards })).toEqual({ actor: 'ada' });
  expect(beyondChanges({ actor: 'ada', notAction: 'auth.sign_in' })).toEqual({
    actor: 'ada',
    notAction: 'auth.sign_in',
  });
  expect(beyondChanges({})).toEqual({});
});
