// Heads and keys as others see them, with a worker that seals.
import { randomBytes } from 'node:crypto';
import { NestFactory } from '@nestjs/core';
import { DataSource } from 'typeorm';
import { beforeAll, describe, expect, it } from 'vitest';
import { WorkerModule } from '../../server/src/app.module.ts';
import { parseHead } from '../../server/src/audit/sealing/checkpoint.ts';
import { checkpointPage, auditKeysView } from '../../server/src/audit/sealing/checkpoint.contract.ts';
import { KeyRegister } from '../../server/src/audit/sealing/key-register.ts';
import { Sealer } from '../../server/src/audit/sealing/sealer.ts';
import { signersOf } from '../../server/src/audit/sealing/signed-note.ts';
import { createLogger } from '../../server/src/platform/logging/logging.ts';
import { eventually } from '../factories/eventually.ts';
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
