// What a server says whose key nobody can know yet, or no longer.
import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { LogKeys } from '../../server/src/audit/sealing/log-keys.ts';
import { registerKey } from '../factories/audit-key.ts';
import { type Person, useApp } from '../setup/app.ts';

const app = useApp();
let auditor: Person;
let owner: Client;
beforeAll(async () => {
  auditor = await app.person('auditor');
  owner = new Client({ connectionString: app.config.DATABASE_MIGRATION_URL });
  await owner.connect();
});
afterAll(() => owner.end());

const asked = () =>
  Promise.all([
    app.request('GET', 'audit/export?format=jsonl', { as: auditor }),
    app.request('POST', 'audit/verification', { as: auditor }),
  ]);

describe('a server whose key is', () => {
  it('not registered exports and verifies nothing, and says why', async () => {
    for (const { status, body } of await asked()) {
      expect([status, body.code]).toEqual([503, 'audit.key_unregistered']);
      expect(body.detail).toContain('AUDIT_SIGNING_KEY');
      expect(JSON.stringify(body)).not.toContain(app.config.AUDIT_SIGNING_KEY);
    }
  });

  it('registered does', async () => {
    await registerKey(app.config);
    expect((await asked()).map(({ status }) => status)).toEqual([200, 202]);
  });

  it('no longer good is told to be restarted with the new one', async () => {
    const { id } = app.get(LogKeys).current;
    const end = (until: string) =>
      owner.query(`UPDATE audit_keys SET valid_until = ${until} WHERE id = $1`, [id]);
    await end(`now() + interval '1 hour'`); // both sign while the rotation is made known
    expect((await asked()).map(({ status }) => status)).toEqual([200, 202]);
    await end('now()');
    for (const { status, body } of await asked())
      expect([status, body.code]).toEqual([503, 'audit.key_retired']);
  });
});
