import type { MigrationInterface, QueryRunner } from 'typeorm';

/** People, their sessions (one family of refresh tokens each) and the tokens of each family. */
export class Users1763700200000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE users (
        id uuid PRIMARY KEY,
        email text NOT NULL,
        name text NOT NULL,
        roles text[] NOT NULL CHECK (cardinality(roles) > 0 AND (NOT 'auditor' = ANY(roles) OR cardinality(roles) = 1)),
        status text NOT NULL DEFAULT 'active' CHECK (status IN ('active', 'disabled')),
        password_hash text,
        last_seen_at timestamptz,
        created_at timestamptz NOT NULL,
        updated_at timestamptz NOT NULL,
        version int NOT NULL DEFAULT 1
      );
      CREATE UNIQUE INDEX users_email ON users (lower(email));
      CREATE INDEX users_name ON users (name, id);
      CREATE INDEX users_created_at ON users (created_at, id);
      CREATE INDEX users_search ON users USING gin ((name || ' ' || email) gin_trgm_ops);

      CREATE TABLE sessions (
        id uuid PRIMARY KEY,
        user_id uuid NOT NULL REFERENCES users,
        address text,
        client text,
        created_at timestamptz NOT NULL,
        revoked_at timestamptz,
        revoked_because text
      );
      CREATE INDEX sessions_live ON sessions (user_id) WHERE revoked_at IS NULL;

      CREATE TABLE refresh_tokens (
        token_sha256 text PRIMARY KEY,
        session_id uuid NOT NULL REFERENCES sessions,
        expires_at timestamptz NOT NULL,
        used_at timestamptz
      );
      CREATE INDEX refresh_tokens_session ON refresh_tokens (session_id);
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE refresh_tokens, sessions, users`);
  }
}
