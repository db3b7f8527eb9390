/**
 * A cookie that the console can read, beside the refresh cookie that it cannot: there is a session to take up. It is no
 * secret and opens nothing; it spares a first visit a request that could only be refused.
 */
export const sessionMarker = { name: 'seqdb_session', value: 'yes' } as const;
