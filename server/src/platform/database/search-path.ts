/**
 * An option of each connection: a name without a schema is that of the console's own table, whatever else bears it.
 * Otherwise who owns the database could put a view before a table, in the schema that is called as the role or by a
 * setting of the role or the database, and nobody would see that rows are missing. What a connection begins with goes
 * before such settings; temporary tables, which would come before all else where they are not named, come last.
 */
export const searchPath = '-c search_path=public,pg_temp';
