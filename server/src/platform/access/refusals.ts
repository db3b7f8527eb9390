import type { Actor } from './actor.ts';

/** What somebody who is signed in asked for and did not get. */
export type Refusal = {
  /** As the policy names it, e.g. `approve`. */
  action: string;
  /** Type of what it was asked of, e.g. `Submission`. */
  subject: string;
  /** Which one; null where it was asked of none in particular. */
  id: string | null;
  /** Code of the answer, e.g. `access.denied`. */
  code: string;
  /** They were told that there is no such thing. */
  isHidden: boolean;
};

/** Takes note of refusals. Bound in the app module, since the change log is not the platform's. */
export abstract class RefusalWitness {
  /** @throws what keeps it from being written down; the answer stays a refusal all the same */
  abstract note(actor: Actor, refusal: Refusal): Promise<void>;
}
