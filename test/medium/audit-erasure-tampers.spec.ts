// What the owner of the tables makes read as erased that nobody asked to erase: the verification finds it.
import { beforeAll, expect, it } from 'vitest';
import { Clock } from '../../server/src/platform/time/clock.ts';
import { Erasing } from '../factories/audit-erasing.ts';
import { allSealed, verified } from '../factories/audit-verified.ts';
import { okay } from '../factories/submissions.ts';
import { type Person, useApp } from '../setup/app.ts';
import { byHand } from '../setup/change-recorder.ts';

const app = useApp({ worker: true });
const erasing = Erasing.use(app);
const query = <Row>(sql: string, values: unknown[] = []) => erasing.query<Row>(sql, values);
const asOwner = (sql: string, values?: unknown[]) => byHand(app.config.DATABASE_MIGRATION_URL, sql, values);

let bob: Person;
/** Of the erasure of somebody about whom an administrator wrote. */
let erasure = '';
beforeAll(async () => {
  bob = (await erasing.depositor()).person;
  const ada = await app.person('depositor');
  const body = { name: 'Ada Lovelace', reason: 'that is her name' };
  okay(await app.request('PATCH', `users/${ada.id}`, { as: erasing.admin, ifMatch: 1, body }));
  await erasing.erase(ada);
  erasure = (await erasing.finish(ada)).id;
  expect(await verified(app, erasing.auditor)).toMatchObject({ state: 'passed' });
});

/** What is done to one event is found, and mended again. */
async function foundIn(event: string, sql: string, says: RegExp): Promise<void> {
  const guarded = (work: string) =>
    asOwner(
      `ALTER TABLE audit_personal_values DISABLE TRIGGER USER; ${work}; ALTER TABLE audit_personal_values ENABLE TRIGGER USER`,
    );
  const its = `audit_personal_values WHERE event_id = '${event}'`;
  await allSealed(app);
  await guarded(`CREATE TABLE kept_by_test AS SELECT * FROM ${its}; ${sql}`);
  expect(await verified(app, erasing.auditor)).toMatchObject({
    state: 'damaged',
    says: expect.stringMatching(says),
  });
  await guarded(
    `DELETE FROM ${its}; INSERT INTO audit_personal_values SELECT * FROM kept_by_test; DROP TABLE kept_by_test`,
  );
  expect(await verified(app, erasing.auditor)).toMatchObject({ state: 'passed' });
}
/** As an erasure leaves what it took. */
const days = (opened: string) =>
  `(SELECT jsonb_object_agg(key, '{"erased": "2026-11-21"}'::jsonb) FROM jsonb_object_keys(${opened}) AS key)`;
/** Makes Bob's values in an event read as taken by the erasure. */
const takenFrom = (event: string) =>
  `UPDATE audit_personal_values v SET person_id = 'erased ${erasure}', opened = ${days('v.opened')}, reason = NULL, address = NULL
    WHERE person_id = '${bob.id}' AND event_id = '${event}'`;

it('the values of another, in an event of both', async () => {
  const { id: other } = erasing.admin;
  const [both] = await query<{ event: string }>(
    `SELECT a.event_id AS event FROM audit_personal_values a JOIN audit_personal_values b USING (occurred_at, event_id)
      WHERE a.person_id = $1 AND b.person_id = $2 ORDER BY 1 LIMIT 1`,
    [`erased ${erasure}`, other],
  );
  const its = `event_id = '${both?.event}' AND person_id = `;
  await foundIn(
    both?.event ?? '',
    `WITH gone AS (DELETE FROM audit_personal_values WHERE ${its} '${other}' RETURNING opened)
     UPDATE audit_personal_values v SET opened = v.opened || ${days('(SELECT opened FROM gone)')} WHERE ${its} 'erased ${erasure}'`,
    /somebody who was not/,
  );
});

it('an event from after the erasure, under the name of who was erased', async () => {
  const clock = new Clock();
  clock.standAt(new Date(Date.now() + 120_000));
  const late = await erasing.wrote(bob, { reason: 'long after' }, clock);
  await foundIn(late, takenFrom(late), /somebody who was not/);
});

it('an event from before the erasure, under the name of who was erased', async () => {
  const [first] = await query<{ event: string }>(
    'SELECT event_id AS event FROM audit_personal_values WHERE person_id = $1 ORDER BY occurred_at LIMIT 1',
    [bob.id],
  );
  const event = first?.event ?? '';
  await foundIn(event, takenFrom(event), /somebody who was not/);
});

it('all values of a person, under the name of an erasure that never was', async () => {
  const taken = `WITH gone AS (DELETE FROM audit_personal_values WHERE person_id = $1 RETURNING *)
    INSERT INTO audit_personal_values (event_id, occurred_at, person_id, opened)
    SELECT event_id, occurred_at, 'erased 019a9c5e-1234-7abc-8def-0123456789ab', ${days('opened')} FROM gone`;
  await expect(asOwner(taken, [bob.id])).rejects.toThrow(/append-only/);
  const guard = (is: string) => asOwner(`ALTER TABLE audit_personal_values ${is} TRIGGER audit_refuse_loss`);
  await guard('DISABLE');
  await asOwner(taken, [bob.id]);
  await guard('ENABLE');
  await allSealed(app);
  expect(await verified(app, erasing.auditor)).toMatchObject({
    state: 'damaged',
    says: expect.stringMatching(/nobody asked to erase/),
  });
});
