// Databases with their three roles: the owner migrates, the application works with the privileges the migrations
// grant it, the sealer closes the audit log. Tests clone theirs from a template.
import { Client, escapeIdentifier, escapeLiteral } from 'pg';

/** Variable of the application → the role it connects as. */
export const ROLES = {
  DATABASE_MIGRATION_URL: 'seqdb_owner',
  DATABASE_URL: 'seqdb_app',
  DATABASE_SEALER_URL: 'seqdb_sealer',
} as const;

const OWNER = ROLES.DATABASE_MIGRATION_URL;
const GUESTS = [ROLES.DATABASE_URL, ROLES.DATABASE_SEALER_URL].join(', ');

/** @returns the same connection to another database */
export function withDatabase(url: string, database: string): string {
  const other = new URL(url);
  other.pathname = `/${encodeURIComponent(database)}`;
  return other.href;
}

async function asAdmin<T>(url: string, work: (client: Client) => Promise<T>): Promise<T> {
  const client = new Client({ connectionString: url, connectionTimeoutMillis: 10_000 });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

/** Makes the three roles, or gives those that exist these passwords. */
export async function ensureRoles(adminUrl: string, passwords: Record<string, string>): Promise<void> {
  await asAdmin(adminUrl, async (client) => {
    for (const role of Object.values(ROLES)) {
      const known = await client.query('SELECT 1 FROM pg_roles WHERE rolname = $1', [role]);
      const verb = known.rowCount ? 'ALTER' : 'CREATE';
      const rights = 'LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS';
      await client.query(`${verb} ROLE ${role} ${rights} PASSWORD ${escapeLiteral(passwords[role] ?? '')}`);
    }
  });
}

/**
 * Makes a database that belongs to the owner role; safe to repeat.
 * @param adminUrl a superuser's connection to any database of the cluster
 * @param template database to copy, which must have no connection open; without it an empty one
 * @throws pg's DatabaseError, e.g. 42P04 when `template` is given and the name is taken
 */
export async function createDatabase(adminUrl: string, name: string, template?: string): Promise<void> {
  const database = escapeIdentifier(name);
  await asAdmin(adminUrl, async (client) => {
    const known = await client.query('SELECT 1 FROM pg_database WHERE datname = $1', [name]);
    const from = template === undefined ? 'template0' : escapeIdentifier(template);
    if (!known.rowCount || template !== undefined) {
      await client.query(`CREATE DATABASE ${database} OWNER ${OWNER} TEMPLATE ${from}`);
    }
    await client.query(`REVOKE ALL ON DATABASE ${database} FROM PUBLIC`);
    await client.query(`GRANT CONNECT, TEMPORARY ON DATABASE ${database} TO ${GUESTS}`);
  });
  if (template === undefined) await prepareSchema(withDatabase(adminUrl, name));
}

/** Copied along by a template: the extension (only a superuser may be sure to make it) and the way into `public`. */
async function prepareSchema(url: string): Promise<void> {
  await asAdmin(url, async (client) => {
    await client.query('CREATE EXTENSION IF NOT EXISTS pg_trgm');
    await client.query(`GRANT USAGE ON SCHEMA public TO ${GUESTS}`);
  });
}

/** Drops a database, ending the connections to it; one that does not exist is no error. */
export async function dropDatabase(adminUrl: string, name: string): Promise<void> {
  await asAdmin(adminUrl, (client) =>
    client.query(`DROP DATABASE IF EXISTS ${escapeIdentifier(name)} WITH (FORCE)`),
  );
}

/** @returns whether the server takes connections; false while it is starting or not there yet */
export async function acceptsConnections(adminUrl: string): Promise<boolean> {
  try {
    await asAdmin(adminUrl, (client) => client.query('SELECT 1'));
    return true;
  } catch (error) {
    const code = (error as { code?: string }).code;
    // 57P03: cannot_connect_now (starting up, recovering)
    if (code === 'ECONNREFUSED' || code === 'ECONNRESET' || code === '57P03') return false;
    throw error;
  }
}
