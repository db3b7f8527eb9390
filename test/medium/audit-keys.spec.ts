// An API as it runs in production, without the key that signs heads, and what it says when nobody can know its own key
// for exports yet, or no longer.
import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readManifest } from '../../server/src/audit/exporting/export-format.ts';
import { auditKeysView } from '../../server/src/audit/sealing/checkpoint.contract.ts';
import { ExportKeys } from '../../server/src/audit/sealing/export-keys.ts';
import { LogKeys } from '../../server/src/audit/sealing/log-keys.ts';
import { registerKeys } from '../factories/audit-key.ts';
import { type Person, useApp } from '../setup/app.ts';

const app = useApp({ env: { AUDIT_SIGNING_KEY: 'None' } });
let auditor: Person;
let owner: Client;
beforeAll(async () => {
  auditor = await app.person('auditor');
  owner = new Client({ connectionString: app.config.DATABASE_MIGRATION_URL });
  await owner.connect();
});
afterAll(() => owner.end());

const exported = () => app.request('GET', 'audit/export?format=jsonl', { as: auditor });

describe('a server whose key for exports is', () => {
  it('not registered exports nothing, and says why', async () => {
    const { status, body } = await exported();
    expect([status, body.code]).toEqual([503, 'audit.key_unregistered']);
    expect(body.detail).toContain('AUDIT_EXPORT_KEY');
    expect(JSON.stringify(body)).not.toContain(app.config.AUDIT_EXPORT_KEY);
  });

  it('registered does, and signs with nothing else', async () => {
    await registerKeys(app.config);
    const { status, text } = await exported();
    expect(status).toBe(200);
    const { id, name } = app.get(ExportKeys).current;
    const read = readManifest(text.trimEnd().split('\n').at(-1) ?? '');
    expect(read?.note.signatures).toMatchObject([{ id, name }]);
    expect(name).toBe(`${app.get(LogKeys).origin}-exports`);
  });

  it('no longer good is told to be restarted with the new one', async () => {
    const { id } = app.get(ExportKeys).current;
    const end = (until: string) =>
      owner.query(`UPDATE audit_keys SET valid_until = ${until} WHERE id = $1`, [id]);
    await end(`now() + interval '1 hour'`); // both sign while the rotation is made known
    expect((await exported()).status).toBe(200);
    await end('now()');
    const { status, body } = await exported();
    expect([status, body.code]).toEqual([503, 'audit.key_retired']);
  });
});

describe('an API without the key that signs heads', () => {
  it('signs none, and everything else is there', async () => {
    expect(app.config.AUDIT_SIGNING_KEY).toBeUndefined();
    expect(() => app.get(LogKeys).all).toThrow('AUDIT_SIGNING_KEY is not set');
    const { status, body } = await app.request('GET', '/.well-known/seqdb-audit-keys.json');
    expect(status).toBe(200);
    expect(auditKeysView.parse(body).keys).toMatchObject([{ purpose: 'exports' }]);
    expect((await app.request('POST', 'audit/verification', { as: auditor })).status).toBe(202);
    expect((await app.request('GET', 'health/ready')).body.checks.audit).toMatchObject({ ok: true });
  });
});
