import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What the change log is searched by. Each index is read in the order of the list. What most events share needs no
 * entry: most are about their own root, nobody acts on another's behalf, and few come from programs.
 */
export class AuditFinding1763702500000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      -- Of one root there are few events: its type is compared row by row.
      DROP INDEX audit_events_root_type;
      DROP INDEX audit_events_target;
      CREATE INDEX audit_events_target ON audit_events (target_id, occurred_at, id) WHERE target_id <> root_id;
      CREATE INDEX audit_events_target_type ON audit_events (target_type, occurred_at, id);
      CREATE INDEX audit_events_program ON audit_events (actor_type, occurred_at, id) WHERE actor_type <> 'user';
      CREATE INDEX audit_events_on_behalf_of ON audit_events (on_behalf_of, occurred_at, id) WHERE on_behalf_of IS NOT NULL;
      CREATE INDEX audit_events_request ON audit_events (request_id) WHERE request_id IS NOT NULL;

      -- The event's reason and the address it came from, once more in plain, beside the openings that prove them: they
      -- go with their row when the person is erased. One row an event has them.
      ALTER TABLE audit_personal_values ADD COLUMN reason text, ADD COLUMN address text;
      ALTER TABLE audit_personal_values DISABLE TRIGGER audit_refuse_change;
      UPDATE audit_personal_values v
         SET reason = v.opened -> (b.body #>> '{reason,$personal}') ->> 'value',
             address = v.opened -> (b.body #>> '{address,$personal}') ->> 'value'
        FROM audit_events e CROSS JOIN LATERAL (SELECT e.body::jsonb AS body OFFSET 0) b
       WHERE e.occurred_at = v.occurred_at AND e.id = v.event_id
         AND (v.opened ? (b.body #>> '{reason,$personal}') OR v.opened ? (b.body #>> '{address,$personal}'));
      ALTER TABLE audit_personal_values ENABLE TRIGGER audit_refuse_change;
      CREATE INDEX audit_personal_values_address ON audit_personal_values (address, occurred_at, event_id) WHERE address IS NOT NULL;
      CREATE INDEX audit_personal_values_reason ON audit_personal_values USING gin (reason gin_trgm_ops) WHERE reason IS NOT NULL;
      -- A word that stands in many reasons is found faster by going through the latest of them.
      CREATE INDEX audit_personal_values_reasoned ON audit_personal_values (occurred_at, event_id) WHERE reason IS NOT NULL;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP INDEX audit_personal_values_reasoned, audit_personal_values_reason, audit_personal_values_address;
      ALTER TABLE audit_personal_values DROP COLUMN address, DROP COLUMN reason;
      DROP INDEX audit_events_request, audit_events_on_behalf_of, audit_events_program, audit_events_target_type, audit_events_target;
      CREATE INDEX audit_events_target ON audit_events (target_id, occurred_at, id);
      CREATE INDEX audit_events_root_type ON audit_events (root_type, occurred_at, id);
    `);
  }
}
