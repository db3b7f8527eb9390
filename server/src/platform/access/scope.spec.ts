import { createMongoAbility } from '@casl/ability';
import { describe, expect, it } from 'vitest';
import { Parameters } from '../lists/parameters.ts';
import type { AccessRule, AppAbility } from './actor.ts';
import { scopeCondition } from './scope.ts';

const columns = { ownerId: 's.owner_id', status: 's.status' };

function conditionOf(rules: AccessRule[]) {
  const parameters = new Parameters();
  const ability = createMongoAbility<AppAbility>(rules);
  const sql = scopeCondition(ability, 'read', 'Submission', columns, parameters);
  return { sql, values: parameters.values };
}
const rule = (conditions?: unknown): AccessRule => ({
  action: 'read',
  subject: 'Submission',
  ...(conditions !== undefined && { conditions: conditions as NonNullable<AccessRule['conditions']> }),
});

describe('the rules of a reader as SQL', () => {
  it('are nothing when there are none', () => {
    expect(conditionOf([])).toEqual({ sql: 'false', values: [] });
    expect(conditionOf([{ action: 'update', subject: 'Submission' }]).sql).toBe('false');
  });

  it('compare columns plainly, so that their indexes are of use', () => {
    expect(conditionOf([rule({ ownerId: 'me' })])).toEqual({ sql: '(s.owner_id = $1)', values: ['me'] });
    expect(conditionOf([rule({ status: { $in: ['a', 'b'] } })])).toEqual({
      sql: '((s.status = ANY($1)))',
      values: [['a', 'b']],
    });
  });

  it('never carry a value in their text', () => {
    const nasty = "x' OR true --";
    for (const conditions of [{ ownerId: nasty }, { ownerId: { $ne: nasty } }, { ownerId: { $in: [nasty] } }])
      expect(conditionOf([rule(conditions)]).sql).not.toContain(nasty);
  });
});

describe('a rule that has no translation', () => {
  it.each([
    ['an unknown operator', { status: { $regex: '^a' } }],
    ['an unknown combination', { $nor: [{ status: 'a' }] }],
    ['a field the list does not have', { curatorId: 'me' }],
    ['a name of every object', { constructor: 'me' }],
    ['no value', { ownerId: undefined }],
    ['no value in an operator', { ownerId: { $eq: undefined } }],
    ['no value among several', { status: { $in: ['a', undefined] } }],
    ['no values', { status: { $in: 'a' } }],
    ['an empty operator', { status: {} }],
    ['an array', { status: ['a'] }],
    ['a date', { status: new Date(0) }],
    ['alternatives, which CASL takes for a field', { $or: [{ status: 'a' }, { status: 'b' }] }],
  ])('is an error, never weakened: %s', (_, conditions) => {
    expect(() => conditionOf([rule(conditions)])).toThrow();
  });
});
