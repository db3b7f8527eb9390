import type { UserView } from '@contract/users/user.contract.ts';

export type Role = UserView['roles'][number];

/** The roles a person can hold, the widest first; `service` belongs to API keys. */
export const personRoles = ['admin', 'curator', 'support', 'auditor', 'depositor'] as const;
export type PersonRole = (typeof personRoles)[number];

const places = new Map<string, number>(personRoles.map((role, at) => [role, at]));

/** Roles in the order in which they are shown everywhere. */
export const inOrder = (roles: readonly Role[]): Role[] =>
  [...roles].sort(
    (one, other) => (places.get(one) ?? personRoles.length) - (places.get(other) ?? personRoles.length),
  );

/**
 * The roles after a click on one of them. Auditor goes with no other role: choosing it takes the others away, and choosing
 * another takes it away.
 */
export const toggled = (roles: readonly Role[], role: PersonRole): Role[] => {
  if (roles.includes(role)) return roles.filter((held) => held !== role);
  if (role === 'auditor') return ['auditor'];
  return inOrder([...roles.filter((held) => held !== 'auditor'), role]);
};

/** What somebody gains and loses, each in the order of `personRoles`. */
export const rolesBetween = (before: readonly Role[], after: readonly Role[]) => ({
  gained: inOrder(after.filter((role) => !before.includes(role))),
  lost: inOrder(before.filter((role) => !after.includes(role))),
});
