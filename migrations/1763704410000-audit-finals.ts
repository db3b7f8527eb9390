import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What is final stays so, whoever has the roles of the programs: the end of a verification is not rewritten, and a key
 * whose time is over does not come back, so that an old one that got into wrong hands signs nothing new.
 */
export class AuditFinals1763704410000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE FUNCTION audit_refuse_again() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog AS $$
      BEGIN
        -- Whoever owns the table can take the guard off anyway.
        IF pg_has_role(current_user, (SELECT relowner FROM pg_class WHERE oid = TG_RELID), 'MEMBER') THEN RETURN NEW; END IF;
        RAISE EXCEPTION 'the change log is append-only: what has ended in % is not changed', TG_TABLE_NAME USING ERRCODE = 'insufficient_privilege';
      END $$;
      REVOKE ALL ON FUNCTION audit_refuse_again() FROM PUBLIC;
      CREATE TRIGGER audit_refuse_again BEFORE UPDATE ON audit_verifications FOR EACH ROW
        WHEN (OLD.finished_at IS NOT NULL) EXECUTE FUNCTION audit_refuse_again();
      CREATE TRIGGER audit_refuse_again BEFORE UPDATE ON audit_keys FOR EACH ROW
        WHEN (OLD.valid_until IS NOT NULL) EXECUTE FUNCTION audit_refuse_again();
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP TRIGGER audit_refuse_again ON audit_keys;
      DROP TRIGGER audit_refuse_again ON audit_verifications;
      DROP FUNCTION audit_refuse_again();
    `);
  }
}
