// The policy, read back: what no combination of roles may ever do.
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { may, refusal } from '../platform/access/authorize.ts';
import { type Actor, systemActor } from '../platform/access/actor.ts';
import { type Role, roles } from '../platform/access/roles.contract.ts';
import { scopeCondition } from '../platform/access/scope.ts';
import { Parameters } from '../platform/lists/parameters.ts';
import { roleSet } from '../users/user.contract.ts';
import { abilityOf, rulesOf } from './abilities.ts';

const me = 'me';
const statuses = [
  'draft',
  'submitted',
  'in_review',
  'changes_requested',
  'approved',
  'rejected',
  'withdrawn',
];
const subjects = [
  'Submission',
  'Record',
  'Accession',
  'File',
  'EnaBatch',
  'EnaRequest',
  'AuditEvent',
  'User',
  'Checklist',
  'EnaSchedule',
  'EnaProblem',
  'EnaConnection',
  'SystemHealth',
];
const content = ['Submission', 'Record', 'Accession', 'File', 'EnaBatch'];
const review = ['claim', 'request-changes', 'approve', 'reject'];
const actions = `claim request-changes approve reject create read update remove delete manage submit withdraw
  revise send retry validate download export import change-roles revoke-sessions pause run
  hold release suppress modify settle`.split(/\s+/);

const actorWith = (...held: Role[]): Actor => ({
  ...systemActor('tests'),
  id: me,
  roles: held,
  ability: abilityOf({ id: me, roles: held }),
});

const anyRoles = fc.subarray([...roles], { minLength: 1 });
const staffRoles = fc.subarray(roles.filter((role) => role !== 'auditor'));
const row = fc.record({
  id: fc.constantFrom(me, 'somebody'),
  ownerId: fc.constantFrom(me, 'somebody'),
  status: fc.constantFrom(...statuses),
  revision: fc.nat({ max: 2 }),
  visibility: fc.constantFrom('private', 'submitted'),
});
const action = fc.constantFrom(...actions);
const type = fc.constantFrom(...subjects);

describe('whoever somebody is', () => {
  it('they never review their own deposit, and are told why', () => {
    fc.assert(
      fc.property(anyRoles, fc.constantFrom(...review), fc.constantFrom(...statuses), (held, act, status) => {
        const actor = actorWith(...held);
        const own = { id: 's', ownerId: me, status, revision: 1 };
        expect(may(actor, act, 'Submission', own)).toBe(false);
        const reason = held.includes('curator')
          ? 'You cannot review your own deposit.'
          : 'Your role does not allow this.';
        expect(refusal(actor, act, 'Submission', own)).toBe(reason);
      }),
    );
  });

  it('they never decide about what an archive has of their own deposit', () => {
    const acts = fc.constantFrom('hold', 'release', 'withdraw', 'suppress', 'modify');
    fc.assert(
      fc.property(anyRoles, acts, row, (held, act, some) => {
        const isAllowed = held.includes('curator') && some.ownerId !== me;
        expect(may(actorWith(...held), act, 'Accession', some)).toBe(isAllowed);
      }),
    );
  });

  it('they never settle by hand what ENA has of their own deposit', () => {
    fc.assert(
      fc.property(anyRoles, row, (held, some) => {
        const isAllowed = held.includes('curator') && some.ownerId !== me;
        expect(may(actorWith(...held), 'resolve', 'EnaBatch', some)).toBe(isAllowed);
      }),
    );
  });

  it("they see nothing of somebody else's draft, unless they audit", () => {
    fc.assert(
      fc.property(anyRoles, action, fc.constantFrom('Submission', 'Record'), (held, act, what) => {
        const others = { id: 's', ownerId: 'somebody', status: 'draft', revision: 0 };
        const isAudit = held.includes('auditor') && act === 'read';
        // Creating is asked before there is a row.
        if (act !== 'create') expect(may(actorWith(...held), act, what, others)).toBe(isAudit);
      }),
    );
  });

  it('the bytes of a file are for its owner, and for curators once it was submitted', () => {
    fc.assert(
      fc.property(anyRoles, row, (held, some) => {
        const isOwn = held.includes('depositor') && some.ownerId === me;
        const isReviewed = held.includes('curator') && some.visibility === 'submitted';
        expect(may(actorWith(...held), 'download', 'File', some)).toBe(isOwn || isReviewed);
        expect(may(actorWith(...held), 'update', 'File', some)).toBe(isOwn);
        expect(may(actorWith(...held), 'remove', 'File', some)).toBe(isOwn);
      }),
    );
  });

  it('nothing is allowed that the table does not name', () => {
    fc.assert(
      fc.property(
        anyRoles,
        fc.string({ minLength: 1 }),
        fc.string({ minLength: 1 }),
        row,
        (held, act, what, some) => {
          fc.pre(!actions.includes(act) || !subjects.includes(what));
          expect(may(actorWith(...held), act, what, some)).toBe(false);
        },
      ),
    );
    fc.assert(
      fc.property(anyRoles, type, row, (held, what, some) => {
        for (const act of ['manage', 'delete', 'all'])
          expect(may(actorWith(...held), act, what, some)).toBe(false);
      }),
    );
  });

  it('more roles never take anything away but the review of their own', () => {
    fc.assert(
      fc.property(anyRoles, anyRoles, action, type, row, (held, more, act, what, some) => {
        fc.pre(may(actorWith(...held), act, what, some));
        const isOwnReview = what === 'Submission' && review.includes(act) && some.ownerId === me;
        expect(may(actorWith(...held, ...more), act, what, some)).toBe(!isOwnReview);
      }),
    );
  });

  it('the order of the roles does not matter', () => {
    fc.assert(
      fc.property(anyRoles, action, type, row, (held, act, what, some) => {
        expect(may(actorWith(...held.toReversed()), act, what, some)).toBe(
          may(actorWith(...held), act, what, some),
        );
      }),
    );
  });
});

describe('the role', () => {
  it('admin brings no right over what is deposited, alone or with others', () => {
    fc.assert(
      fc.property(staffRoles, action, fc.constantFrom(...content), row, (held, act, what, some) => {
        expect(may(actorWith(...held, 'admin'), act, what, some)).toBe(
          may(actorWith(...held), act, what, some),
        );
      }),
    );
  });

  it('auditor reads and exports, and changes nothing', () => {
    fc.assert(
      fc.property(action, type, row, (act, what, some) => {
        const isAllowed = may(actorWith('auditor'), act, what, some);
        if (!['read', 'export'].includes(act)) expect(isAllowed).toBe(false);
        if (act === 'read') expect(isAllowed).toBe(true);
      }),
    );
  });

  it('auditor goes with no other role, and nobody is given service', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...roles), { maxLength: 8 }), (asked) => {
        const isFine =
          asked.length > 0 &&
          !asked.includes('service') &&
          (!asked.includes('auditor') || new Set(asked).size === 1);
        const { success, data } = roleSet.safeParse(asked);
        expect(success).toBe(isFine);
        if (success) expect(data).toEqual([...new Set(asked)].sort());
      }),
    );
  });

  it('support approves nothing, changes no user and reads no record', () => {
    fc.assert(
      fc.property(action, row, (act, some) => {
        const actor = actorWith('support');
        if (act !== 'read') expect(may(actor, act, 'Submission', some)).toBe(false);
        expect(may(actor, act, 'Record', some)).toBe(false);
        if (!['read', 'revoke-sessions'].includes(act)) expect(may(actor, act, 'User', some)).toBe(false);
      }),
    );
  });

  it('curator touches neither users nor the change log', () => {
    fc.assert(
      fc.property(action, row, (act, some) => {
        const isSelf = act === 'read' && some.id === me;
        expect(may(actorWith('curator'), act, 'User', some)).toBe(isSelf);
        expect(may(actorWith('curator'), act, 'AuditEvent', some)).toBe(false);
      }),
    );
  });

  it('service brings nothing: an API key brings its own scope', () => {
    fc.assert(
      fc.property(action, type, row, (act, what, some) => {
        const isForAll = act === 'read' && (what === 'Checklist' || (what === 'User' && some.id === me));
        expect(may(actorWith('service'), act, what, some)).toBe(isForAll);
      }),
    );
  });
});

describe('the rules', () => {
  it('hold no undefined value, and every one turns into SQL', () => {
    const columns = {
      id: 'x.id',
      ownerId: 'x.owner_id',
      status: 'x.status',
      revision: 'x.revision',
      visibility: 'x.visibility',
    };
    fc.assert(
      fc.property(anyRoles, action, type, (held, act, what) => {
        const ability = abilityOf({ id: me, roles: held });
        expect(() => scopeCondition(ability, act, what, columns, new Parameters())).not.toThrow();
        for (const rule of rulesOf({ id: me, roles: held }))
          for (const value of Object.values(rule.conditions ?? {})) expect(value).toBeDefined();
      }),
    );
  });

  it('put refusals last, where they win', () => {
    fc.assert(
      fc.property(anyRoles, (held) => {
        const inverted = rulesOf({ id: me, roles: held }).map((rule) => rule.inverted === true);
        expect(inverted).toEqual([...inverted].sort());
      }),
    );
  });
});
