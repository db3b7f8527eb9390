/** Why a file was not accepted. */
export type Flaw = {
  /** `damaged`: it is an export, and not as it was written. `unreadable`: it is cut, or no export at all. */
  kind: 'damaged' | 'unreadable';
  /**
   * The first bad place. In an export: `row 12`, `segment 3`, `manifest`, `header`, `heads`, `keys`, `file`, `archive`,
   * `archive of 2026-08`. In the log itself, beside segments and archives: `event 12` by its number or its id, `events`
   * that wait, `heads`, a legal hold or a key by its id, the name of a table or function of the database.
   */
  place: string;
  says: string;
};

/** Thrown where the check ends. */
export class Found extends Error {
  constructor(readonly flaw: Flaw) {
    super(`${flaw.place}: ${flaw.says}`);
  }
}

export const damaged = (place: string, says: string) => new Found({ kind: 'damaged', place, says });
export const unreadable = (says: string, place = 'file') => new Found({ kind: 'unreadable', place, says });
