// A key's name says what it may sign, and is part of its id (C2SP signed-note): heads are signed under the log's own
// name, as C2SP tlog-checkpoint wants it, manifests of exports under another. So a key for exports signs no head,
// whatever becomes of the process that holds it.

/** Ends the name of a key for exports; no log's name ends so (`AUDIT_ORIGIN`). */
const ending = '-exports';

/** @param origin name of the log */
export const exportKeyName = (origin: string): string => `${origin}${ending}`;

export type KeyPurpose = 'heads' | 'exports';

export const purposeOf = (name: string): KeyPurpose => (name.endsWith(ending) ? 'exports' : 'heads');
