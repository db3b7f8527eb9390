import { type FlawCode, type FlawParams, saidOf, wrong, type Wrong } from '../flaw-sentences.contract.ts';

/** Why a file was not accepted. */
export type Flaw = Wrong & {
  /** `damaged`: it is an export, and not as it was written. `unreadable`: it is cut, or no export at all. */
  kind: 'damaged' | 'unreadable';
  /**
   * The first bad place. In an export: `row 12`, `segment 3`, `manifest`, `header`, `heads`, `keys`, `file`, `archive`,
   * `archive of 2026-08`. In the log itself, beside segments and archives: `event 12` by its number or its id, `events`
   * that wait, `heads`, a legal hold, a key or a person by their ids, the name of a table or function of the database.
   */
  place: string;
  /** What is wrong there, in English. */
  says: string;
};

export const flawAt = (place: string, what: Wrong, kind: Flaw['kind'] = 'damaged'): Flaw => ({
  kind,
  place,
  ...what,
  says: saidOf(what),
});

/** Thrown where the check ends. */
export class Found extends Error {
  /** @param told what is wrong, where that is more than the flaw itself says */
  constructor(
    readonly flaw: Flaw,
    readonly told = flaw.says,
  ) {
    super(`${flaw.place}: ${told}`);
  }
}

export const damaged = <Code extends FlawCode>(place: string, code: Code, ...params: FlawParams<Code>) =>
  new Found(flawAt(place, wrong(code, ...params)));

/** Of a file that is no export, or of one that lies beside it. */
export const unreadable = <Code extends FlawCode>(place: string, code: Code, ...params: FlawParams<Code>) =>
  new Found(flawAt(place, wrong(code, ...params), 'unreadable'));
