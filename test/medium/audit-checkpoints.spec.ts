// Heads and keys as others see them, with a worker that seals.
import { randomBytes } from 'node:crypto';
import { NestFactory } from '@nestjs/core';
import { Client } from 'pg';
import { DataSource } from 'typeorm';
import { beforeAll, describe, expect, it } from 'vitest';
import { WorkerModule } from '../../server/src/app.module.ts';
import type { AuditEventView } from '../../server/src/audit/audit.contract.ts';
import { parseHead } from '../../server/src/audit/sealing/checkpoint.ts';
import { checkpointPage, auditKeysView } from '../../server/src/audit/sealing/checkpoint.contract.ts';
import { KeyRegister } from '../../server/src/audit/sealing/key-register.ts';
import { Sealer } from '../../server/src/audit/sealing/sealer.ts';
import { signingKey } from '../../server/src/audit/sealing/signing-key.ts';
import { signersOf } from '../../server/src/audit/sealing/signed-note.ts';
import { createLogger } from '../../server/src/platform/logging/logging.ts';
import { eventually } from '../factories/eventually.ts';
import { okay } from '../factories/submissions.ts';
import { type Person, useApp } from '../setup/app.ts';

const app = useApp({ worker: true });
let auditor: Person;
beforeAll(async () => {
  auditor = await app.person('auditor');
  await eventually(async () => (await unsealed()) === 0);
});

const unsealed = async () =>
  (await app.get(DataSource).query('SELECT count(*)::int AS count FROM audit_unsealed'))[0].count as number;
const keys = async () =>
  auditKeysView.parse((await app.request('GET', '/.well-known/seqdb-audit-keys.json')).body);
/** Those that sign heads, oldest first. */
const headKeys = async () => (await keys()).keys.filter(({ purpose }) => purpose === 'heads');
const heads = async (query = '') =>
  checkpointPage.parse((await app.request('GET', `audit/checkpoints?${query}`, { as: auditor })).body);

describe('heads', () => {
  it('cover every event within moments, and are signed by the published key', async () => {
    await app.person('depositor');
    await eventually(async () => (await unsealed()) === 0);
    const { items } = await heads();
    const [newest] = items;
    const [{ count }] = await app.get(DataSource).query('SELECT count(*)::int AS count FROM audit_events');
    expect(newest?.events).toBe(count);
    const { origin, keys: known } = await keys();
    for (const { head: note, number, closedAt, keyId } of items) {
      const head = parseHead(note);
      expect(head?.checkpoint).toMatchObject({ origin, size: number });
      expect(Date.parse(head?.checkpoint.time ?? '')).toBe(Date.parse(closedAt));
      expect(head && signersOf(head.note, known).map(({ id }) => id)).toEqual([keyId]);
    }
  });

  it('are listed by pages', async () => {
    const all = (await heads('sort=number')).items.map(({ id }) => id);
    expect(all.length).toBeGreaterThan(1);
    const first = await heads('sort=number&limit=1');
    const second = await heads(`sort=number&limit=1&after=${first.next}`);
    expect([...first.items, ...second.items].map(({ id }) => id)).toEqual(all.slice(0, 2));
  });

  it('are for those who may read the log; keys are for everybody', async () => {
    expect((await app.request('GET', 'audit/checkpoints')).status).toBe(401);
    const curator = await app.person('curator');
    expect((await app.request('GET', 'audit/checkpoints', { as: curator })).status).toBe(403);
    expect((await app.request('GET', '/.well-known/seqdb-audit-keys.json')).status).toBe(200);
  });
});

describe('the key for exports', () => {
  it('is published beside the one that signs heads, and changes without it', async () => {
    const known = await keys();
    const ofExports = known.keys.filter(({ purpose }) => purpose === 'exports');
    expect(ofExports).toMatchObject([{ name: `${known.origin}-exports`, validUntil: null }]);
    const config = { ...app.config, AUDIT_EXPORT_KEY: randomBytes(32).toString('base64url') };
    const worker = await NestFactory.createApplicationContext(WorkerModule.with(config), {
      logger: createLogger(config, 'worker'),
    });
    const now = async () => (await keys()).keys.filter(({ purpose }) => purpose === 'exports');
    await eventually(async () => (await now()).length === 2);
    const [old, fresh] = await now();
    expect(Date.parse(old?.validUntil ?? '')).toBeGreaterThan(Date.parse(fresh?.validFrom ?? ''));
    expect(fresh?.validUntil).toBeNull();
    const others = (all: typeof known.keys) => all.filter(({ purpose }) => purpose === 'heads');
    expect(others((await keys()).keys)).toEqual(others(known.keys));
    await worker.close();
  });
});

describe('a key that is added', () => {
  it('stands in the log with the one whose place it takes, as what the product itself did', async () => {
    const { origin, keys: known } = await keys();
    const told = okay(await app.request('GET', 'audit/events?action=audit.key_register', { as: auditor }));
    const events = (told.items as AuditEventView[]).reverse();
    const ofExports = known.filter(({ purpose }) => purpose === 'exports');
    expect(events).toHaveLength(known.length);
    for (const { actor, requestId } of events)
      expect([actor.type, actor.id, requestId]).toEqual(['system', 'audit', null]);
    expect(
      events
        .filter(({ facts }) => facts['purpose'] === 'exports')
        .map(({ target, changes }) => [target, changes]),
    ).toMatchObject(
      ofExports.map(({ id }, n) => [
        { type: 'AuditKey', id, label: `${origin}-exports` },
        [{ field: 'keyId', before: ofExports[n - 1]?.id ?? null, after: id }],
      ]),
    );
    expect(events.map(({ facts }) => facts['publicKey']).sort()).toEqual(
      known.map(({ publicKey }) => publicKey).sort(),
    );
  });

  it('without an event is found by a verification', async () => {
    const passed = async () => {
      const { body } = await app.request('POST', 'audit/verification', { as: auditor });
      const last = async () => (await app.request('GET', 'audit/verification', { as: auditor })).body.last;
      await eventually(async () => (await last())?.id === body.id);
      return last();
    };
    expect(await passed()).toMatchObject({ state: 'passed' });
    const owner = new Client({ connectionString: app.config.DATABASE_MIGRATION_URL });
    await owner.connect();
    const made = signingKey((await keys()).origin, randomBytes(32).toString('base64'));
    await owner.query(
      'INSERT INTO audit_keys (name, id, public_key, valid_from) VALUES ($1, $2, $3, clock_timestamp())',
      [made.name, made.id, made.publicKey],
    );
    const found = await passed();
    await owner.query(
      `BEGIN; ALTER TABLE audit_keys DISABLE TRIGGER audit_refuse_change; DELETE FROM audit_keys WHERE id = '${made.id}';
       ALTER TABLE audit_keys ENABLE TRIGGER audit_refuse_change; COMMIT`,
    );
    await owner.end();
    expect(found).toMatchObject({ state: 'damaged', place: `key ${made.id}` });
  });

  it('is what its event says, or is not added, also for who has the role of the sealer', async () => {
    const sealer = new Client({ connectionString: app.config.DATABASE_SEALER_URL });
    await sealer.connect();
    const [{ id, at, body } = { id: '', at: new Date(), body: '' }] = await app
      .get(DataSource)
      .query(
        `SELECT id, occurred_at AS at, body FROM audit_events WHERE action = 'audit.key_register' LIMIT 1`,
      );
    const made = signingKey((await keys()).origin, randomBytes(32).toString('base64'));
    await expect(
      sealer
        .query('SELECT audit_register_key($1, $2, $3, 60, $4, $5, $6)', [
          made.name,
          made.id,
          made.publicKey,
          id,
          at,
          body,
        ])
        .finally(() => sealer.end()),
    ).rejects.toThrow('the event does not say what is done');
    expect((await keys()).keys.map((key) => key.id)).not.toContain(made.id);
  });
});

describe('another key', () => {
  it('takes over, is signed along with by the old one, and the old one never comes back', async () => {
    const { AUDIT_SIGNING_KEY: old } = app.config;
    const config = {
      ...app.config,
      AUDIT_SIGNING_KEY: randomBytes(32).toString('base64url'),
      ...(old !== undefined && { AUDIT_PREVIOUS_SIGNING_KEY: old }),
    };
    const worker = await NestFactory.createApplicationContext(WorkerModule.with(config), {
      logger: createLogger(config, 'worker'),
    });
    try {
      await eventually(async () => (await headKeys()).length === 2);
      const [first, second] = await headKeys();
      expect(Date.parse(first?.validUntil ?? '')).toBeGreaterThan(Date.parse(second?.validFrom ?? ''));
      expect(second?.validUntil).toBeNull();
      await app.worker?.get(Sealer).beforeApplicationShutdown(); // the old worker ends
      await app.person('depositor');
      await eventually(async () => (await heads()).items[0]?.keyId === second?.id);
      const head = parseHead((await heads()).items[0]?.head ?? '');
      const known = [first, second].filter((key) => key !== undefined);
      expect(
        head &&
          signersOf(head.note, known)
            .map(({ id }) => id)
            .sort(),
      ).toEqual(known.map(({ id }) => id).sort());
      const owner = await new DataSource({
        type: 'postgres',
        url: app.config.DATABASE_MIGRATION_URL ?? '',
      }).initialize();
      await owner.query('UPDATE audit_keys SET valid_until = now() WHERE id = $1', [first?.id]);
      await owner.destroy();
      await expect(app.worker?.get(KeyRegister).register()).rejects.toThrow(/signs no more/);
    } finally {
      await worker.close();
    }
  });
});
