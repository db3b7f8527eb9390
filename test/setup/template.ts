/** The migrated database that spec files clone. */
export const TEMPLATE = 'seqdb_template';
