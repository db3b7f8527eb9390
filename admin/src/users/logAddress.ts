/** The change log, narrowed down to what somebody did. */
export const deedsOf = (id: string) => `/change-log?${new URLSearchParams({ view: 'all', actor: id })}`;

/** The change log, narrowed down to what was done to an account. */
export const changesOf = (id: string) => `/change-log?${new URLSearchParams({ view: 'all', targetId: id })}`;
