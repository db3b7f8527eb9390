// The change log's own work, as a spec waits for it: the application has a worker.
import { DataSource } from 'typeorm';
import type { Person, TestApp } from '../setup/app.ts';
import { eventually } from './eventually.ts';

/** Waits until every event that was written is sealed. */
export const allSealed = (app: TestApp): Promise<void> =>
  eventually(async () => (await app.get(DataSource).query('SELECT FROM audit_unsealed')).length === 0);

/** Asks for a verification of the log, and waits for its end. @returns the run, as `GET /audit/verification` tells it */
export async function verified(app: TestApp, auditor: Person) {
  const last = async () => (await app.request('GET', 'audit/verification', { as: auditor })).body.last;
  const { body } = await app.request('POST', 'audit/verification', { as: auditor });
  await eventually(async () => (await last())?.id === body.id);
  return last();
}
