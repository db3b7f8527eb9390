import { randomUUID } from 'node:crypto';
import { systemActor } from '../../server/src/platform/access/actor.ts';
import type { Role } from '../../server/src/platform/access/roles.contract.ts';
import type { UserView } from '../../server/src/users/user.contract.ts';
import type { UsersService } from '../../server/src/users/users.service.ts';

/** The password of every person that `makeUser` makes. */
export const testPassword = 'a password for tests';

export type NewPerson = { roles: Exclude<Role, 'service'>[]; name?: string; email?: string };

/** Makes a person as the product does, through the service. */
export function makeUser(users: UsersService, { roles, name, email }: NewPerson): Promise<UserView> {
  return users.create(systemActor('tests'), {
    email: email ?? `${roles.join('-')}.${randomUUID().slice(0, 8)}@example.org`,
    name: name ?? `Some ${roles.join(' and ')}`,
    roles,
    password: testPassword,
  });
}
