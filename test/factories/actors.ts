import { actorOf } from '../../server/src/auth/auth.service.ts';
import { type Actor, nowhere } from '../../server/src/platform/access/actor.ts';
import { UsersService } from '../../server/src/users/users.service.ts';
import type { TestApp } from '../setup/app.ts';
import { makeUser, type NewPerson } from './users.ts';

/** A person with these roles, as the services know one: for tests that call them without HTTP. */
export async function makeActor(app: TestApp, ...roles: NewPerson['roles']): Promise<Actor> {
  return actorOf(await makeUser(app.get(UsersService), { roles }), null, nowhere);
}
