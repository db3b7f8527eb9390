// Who may only write events can write one whose text the database cannot read: a verification tells of it, and of all
// else that is wrong, instead of breaking off.
import { DataSource } from 'typeorm';
import { v7 as uuidv7 } from 'uuid';
import { beforeAll, expect, it } from 'vitest';
import { bodyOf } from '../../server/src/audit/audit-body.ts';
import { guardsIn } from '../../server/src/audit/verification/guards.ts';
import { inOneMoment, type LogMoment } from '../../server/src/audit/verification/log-moment.ts';
import { verifyLogIn } from '../../server/src/audit/verification/log-verification.ts';
import { PublishedTrust } from '../../server/src/audit/verification/published-trust.ts';
import { Found } from '../../server/src/audit/verifier/verdict.ts';
import { systemActor } from '../../server/src/platform/access/actor.ts';
import { poolOf } from '../../server/src/platform/database/pool.ts';
import { eventually } from '../factories/eventually.ts';
import { useApp } from '../setup/app.ts';

const app = useApp({ worker: true });
const query = <T>(sql: string, values: unknown[] = []): Promise<T[]> =>
  app.get(DataSource).query(sql, values);

async function flaw(look: (moment: LogMoment) => Promise<unknown>): Promise<Error | undefined> {
  try {
    await inOneMoment(poolOf(app.get(DataSource)), look);
    return undefined;
  } catch (error) {
    return error as Error;
  }
}
const inLog = async (moment: LogMoment) =>
  verifyLogIn(moment, await app.get(PublishedTrust).load(moment.others), async () => undefined);

/** An event whose columns are those of its text, and whose facts are this. */
async function wrote(action: string, facts: string, whole?: string): Promise<string> {
  const now = new Date();
  const id = uuidv7({ msecs: now.getTime() });
  const { body } = bodyOf(id, now, systemActor('x'), { action, target: { type: 'X', id: 'x', label: 'x' } });
  const { requestId } = JSON.parse(body) as { requestId: string | null };
  await query(
    `INSERT INTO audit_events (id, occurred_at, action, actor_type, actor_id, target_type, target_id, root_type, root_id, request_id, body)
     VALUES ($1, $2, $3, 'system', 'x', 'X', 'x', 'X', 'x', $4, $5)`,
    [id, now, action, requestId, whole ?? body.replace('"facts":{}', `"facts":${facts}`)],
  );
  return id;
}

const made: string[] = [];
beforeAll(async () => {
  await app.person('auditor');
  await eventually(async () => (await query('SELECT FROM audit_keys')).length > 1, 60);
  made.push(
    await wrote('audit.hold', '{}', 'no JSON'),
    await wrote('audit.hold_lift', '{"kind":}'),
    await wrote('audit.key_register', '{"publicKey":"\\u0000"}'),
    await wrote('user.erase', '{"erasure":"x","events":"x","values":1}'),
    await wrote('user.erase', '{"erasure":"x","events":1e999,"values":1}'),
    await wrote('audit.verification', '{"guards":"\\ud800","schema":"x"}'),
  );
  await eventually(async () => (await query('SELECT FROM audit_unsealed')).length === 0, 60);
});

it('names each event that it cannot read', async () => {
  const found = await flaw(inLog);
  expect(found).toBeInstanceOf(Found);
  for (const id of made.slice(0, 5)) expect(found?.message).toContain(id);
});

it('passes over what an earlier verification is said to have stated, and did not sign', async () => {
  const isStated = () => true;
  expect(await flaw((moment) => guardsIn(moment.others, { origin: 'x', isStated }))).toBeUndefined();
});
