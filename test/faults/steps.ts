import { AsyncLocalStorage } from 'node:async_hooks';
import { ObjectStore } from '../../server/src/platform/storage/object-store.ts';
import type { WebinClient } from '../../server/src/ena/webin/webin.client.ts';
import { UploadAreas } from '../../server/src/ena/uploads/upload-area.provider.ts';
import { Webin } from '../../server/src/ena/webin.provider.ts';
import type { TestApp } from '../setup/app.ts';

/** Whoever does the work meets its mishap between two of these steps, or goes on. */
export type Traveller = { step(name: string): Promise<void> };

const travellers = new AsyncLocalStorage<Traveller>();

/** Has everything that `work` does reported to the traveller, step by step. */
export const travelling = <T>(traveller: Traveller, work: () => Promise<T>): Promise<T> =>
  travellers.run(traveller, work);

const asked = ['submit', 'poll', 'submitAndWait'] as const;

/** Puts a step before and after each request to ENA, each write to the object store and each transfer of a file. */
export function layStones(app: TestApp, client: WebinClient): void {
  const store = app.get(ObjectStore);
  const put = store.put.bind(store);
  store.put = (...given) => between('stored', () => put(...given));
  const stepped: WebinClient = Object.create(client) as WebinClient;
  for (const name of asked) {
    const ask = client[name].bind(client) as (...given: unknown[]) => Promise<never>;
    Object.assign(stepped, { [name]: (...given: unknown[]) => between(name, () => ask(...given)) });
  }
  app.get<Webin>(Webin as never).client = () => stepped;
  const areas = app.get<UploadAreas>(UploadAreas as never);
  const area = areas.area();
  const transferring = {
    put: (...given: Parameters<typeof area.put>) => between('transfer', () => area.put(...given)),
  };
  areas.area = () => transferring;
}

async function between<T>(name: string, work: () => Promise<T>): Promise<T> {
  const traveller = travellers.getStore();
  await traveller?.step(`before ${name}`);
  try {
    return await work();
  } finally {
    await traveller?.step(`after ${name}`);
  }
}
