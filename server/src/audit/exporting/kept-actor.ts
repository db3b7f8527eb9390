import { createMongoAbility } from '@casl/ability';
import type { AccessRule, Actor, AppAbility, Origin } from '../../platform/access/actor.ts';

/** Whoever asked for an export, with their permissions, kept until it is written. */
export type KeptActor = Pick<Actor, 'type' | 'id' | 'name' | 'roles' | 'sessionId' | 'origin'> & {
  rules: AccessRule[];
};

export const keptActor = ({ type, id, name, roles, sessionId, origin, ability }: Actor): KeptActor => ({
  type,
  id,
  name,
  roles,
  sessionId,
  origin,
  rules: ability.rulesFor('export', 'AuditEvent').map((rule) => rule.origin),
});

/** @param origin of the request that goes on with it, if that is not the one that asked */
export const actorAgain = ({ rules, ...kept }: KeptActor, origin: Origin = kept.origin): Actor => ({
  ...kept,
  origin,
  ability: createMongoAbility<AppAbility>(rules),
});
