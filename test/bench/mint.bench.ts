// Minting 10,000 accessions in one approval, against as many single INSERTs that take their number from a sequence.
import { DataSource } from 'typeorm';
import { v7 as uuidv7 } from 'uuid';
import { Minting, type Mintable } from '../../server/src/accessions/minting.ts';
import type { Config } from '../../server/src/platform/config/config.ts';
import { Tx } from '../../server/src/platform/database/tx.ts';
import type { BenchContext } from './context.ts';

export const needs = ['postgres'] as const;

const count = 10_000;
const rounds = 3;
const goal = 5;

export default async function bench({ env }: BenchContext): Promise<void> {
  const database = await new DataSource({
    type: 'postgres',
    url: env['DATABASE_MIGRATION_URL'] ?? '',
  }).initialize();
  try {
    const ownerId = await makeOwner(database);
    const inBlocks: number[] = [];
    const oneByOne: number[] = [];
    for (let round = 0; round < rounds; round++) {
      inBlocks.push(await secondsOf(() => mintInBlocks(database, ownerId)));
      oneByOne.push(await secondsOf(() => insertWithNextval(database, ownerId)));
    }
    const [blocks, single] = [Math.min(...inBlocks), Math.min(...oneByOne)];
    const ratio = single / blocks;
    console.log(
      `mint: ${count} accessions in ${blocks.toFixed(2)} s (${Math.round(count / blocks)}/s); single nextval inserts ` +
        `${single.toFixed(2)} s (${Math.round(count / single)}/s); ratio ${ratio.toFixed(1)} (goal ≥ ${goal})${ratio >= goal ? '' : ' NOT MET'}`,
    );
  } finally {
    await database.destroy();
  }
}

/** As an approval does it: one transaction, numbers from the counter. */
async function mintInBlocks(database: DataSource, ownerId: string): Promise<void> {
  const minting = new Minting({ ACCESSION_PREFIX: 'SQDB' } as Config);
  const records = Array.from({ length: count }, (_, index): Mintable => ({
    kind: 'sample',
    ...recordOf(index),
  }));
  const at = new Date();
  const context = { submissionId: uuidv7(), ownerId, holdDate: null, submittedAt: at, at };
  await database.transaction((manager) => minting.mint(new Tx(manager), records, context));
}

/** The same rows into a table of the same shape, a statement each, in one transaction too. */
async function insertWithNextval(database: DataSource, ownerId: string): Promise<void> {
  await database.query(`DROP TABLE IF EXISTS bench_accessions; DROP SEQUENCE IF EXISTS bench_numbers;
    CREATE SEQUENCE bench_numbers; CREATE TABLE bench_accessions (LIKE accessions INCLUDING ALL)`);
  const submissionId = uuidv7();
  await database.transaction(async (manager) => {
    for (let index = 0; index < count; index++) {
      const { alias, title, description, taxonId, scientificName } = recordOf(index);
      await manager.query(
        `INSERT INTO bench_accessions (accession, kind, number, submission_id, owner_id, alias, title, description, taxon_id, scientific_name, minted_at)
         SELECT 'SQDBS' || lpad(n::text, 8, '0') || '00', 'sample', n, $1, $2, $3, $4, $5, $6, $7, now() FROM nextval('bench_numbers') AS n`,
        [submissionId, ownerId, alias, title, description, taxonId, scientificName],
      );
    }
  });
}

const recordOf = (index: number) => ({
  alias: `sample ${index}`,
  title: `Potato leaf ${index}`,
  description: 'Young leaf of a field-grown plant.',
  taxonId: '4113',
  scientificName: 'Solanum tuberosum',
});

async function makeOwner(database: DataSource): Promise<string> {
  const id = uuidv7();
  await database.query(
    `INSERT INTO users (id, email, name, roles, created_at, updated_at) VALUES ($1, 'bench@example.org', 'Bench', '{depositor}', now(), now())`,
    [id],
  );
  return id;
}

async function secondsOf(work: () => Promise<void>): Promise<number> {
  const began = performance.now();
  await work();
  return (performance.now() - began) / 1000;
}
