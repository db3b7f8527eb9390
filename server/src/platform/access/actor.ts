import { createMongoAbility, type MongoAbility, type RawRuleOf } from '@casl/ability';
import type { Role } from './roles.contract.ts';

/** Subjects are named by strings, rows are checked with `subject(type, row)` (see `authorize`). */
export type AppAbility = MongoAbility<[string, string | Record<string, unknown>]>;
export type AccessRule = RawRuleOf<AppAbility>;

/** Who acts, with what they may do. First argument of every service method, so that tasks, commands and tests call the same. */
export type Actor = {
  readonly type: 'user' | 'service' | 'system';
  /** The user's id; for the system the name of its part, e.g. `ena`. */
  readonly id: string;
  readonly name: string;
  readonly roles: readonly Role[];
  readonly ability: AppAbility;
  readonly sessionId: string | null;
  /** Where the request came from; empty for the system. */
  readonly origin: Origin;
  /** Of the product at work: id of the person it works for; what nobody asked for has none. */
  readonly askedBy?: string | null;
};

/** @returns id of the person behind what an actor does: the user, or whom the product works for */
export const askerOf = ({ type, id, askedBy = null }: Pick<Actor, 'type' | 'id' | 'askedBy'>) =>
  type === 'user' ? id : askedBy;

export type Origin = {
  readonly requestId: string | null;
  readonly address: string | null;
  readonly client: string | null;
};

export const nowhere: Origin = { requestId: null, address: null, client: null };

/** The product itself at work (a task, a schedule, a command): may do what its code does; the log names it. */
export function systemActor(part: string): Actor {
  const ability = createMongoAbility<AppAbility>([{ action: 'manage', subject: 'all' }]);
  return {
    type: 'system',
    id: part,
    name: `SeqDB (${part})`,
    roles: [],
    ability,
    sessionId: null,
    origin: nowhere,
  };
}
