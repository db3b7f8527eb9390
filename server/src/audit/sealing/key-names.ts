// A key's name says what it may sign, and is part of its id (C2SP signed-note): heads are signed under the log's own
// name, as C2SP tlog-checkpoint wants it, manifests of exports under another. So a key for exports signs no head,
// whatever becomes of the process that holds it.

/** The end of the name of a key for exports; `AUDIT_ORIGIN`, the name of a log, may not end like this. */
const ending = '-exports';

/** @param origin name of the log */
export const exportKeyName = (origin: string): string => `${origin}${ending}`;

export type KeyPurpose = 'heads' | 'exports';

export const purposeOf = (name: string): KeyPurpose => (name.endsWith(ending) ? 'exports' : 'heads');
