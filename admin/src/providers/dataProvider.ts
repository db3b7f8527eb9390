import type { Page } from '@contract/platform/lists/list.contract.ts';
import type { DataProvider, GetListParams, RaRecord } from 'react-admin';
import { accountCommands } from './accounts.ts';
import { checklistCommands } from './checklistFiles.ts';
import { commands } from './commands.ts';
import { fileCommands } from './files.ts';
import { request } from './http.ts';
import { listQueryString } from './listQuery.ts';
import { pathOf } from './resources.ts';

type Row = Record<string, unknown> & { id?: string; accession?: string };

/** Every row of react-admin has an `id`; a checklist's is its accession. */
const withId = (row: Row): RaRecord => ({ ...row, id: row.id ?? row.accession ?? '' });

const getList = async (resource: string, params: GetListParams) => {
  const query = listQueryString(params);
  const page = await request<Partial<Page<Row>> & { items: Row[] }>(
    `${pathOf(resource, params.meta)}?${query}`,
    {
      signal: params.signal,
    },
  );
  const { items, next = null, previous = null, total = items.length, totalKind = 'exact', ...more } = page;
  return {
    data: items.map(withId) as never[],
    total,
    pageInfo: { hasNextPage: next !== null, hasPreviousPage: previous !== null },
    // What a list answers beside its rows goes with them.
    meta: { next, previous, totalKind, ...more },
  };
};

const getMany = async (resource: string, ids: readonly unknown[], meta?: Record<string, string>) => {
  const query = new URLSearchParams({ ids: ids.join(','), limit: String(Math.min(ids.length, 500)) });
  const page = await request<Page<Row>>(`${pathOf(resource, meta)}?${query}`);
  return { data: page.items.map(withId) as never[] };
};

const versionOf = (record: unknown) => (record as { version?: number } | undefined)?.version;

const refuse = (what: string) => async () => {
  throw new Error(`${what} is not something this console does`);
};

const standard: DataProvider = {
  supportAbortSignal: true,
  getList,
  getOne: async (resource, { id, meta, signal }) => ({
    data: withId(
      await request<Row>(`${pathOf(resource, meta)}/${encodeURIComponent(id)}`, { signal }),
    ) as never,
  }),
  getMany: (resource, { ids, meta }) => getMany(resource, ids, meta),
  getManyReference: (resource, { target, id, filter, ...params }) =>
    getList(resource, { ...params, filter: { ...filter, [target]: id } }),
  create: async (resource, { data, meta }) => ({
    data: withId(
      await request<Row>(pathOf(resource, meta), {
        method: 'POST',
        body: data,
        idempotencyKey: meta?.idempotencyKey ?? crypto.randomUUID(),
      }),
    ) as never,
  }),
  update: async (resource, { id, data, previousData, meta }) => ({
    data: withId(
      await request<Row>(`${pathOf(resource, meta)}/${encodeURIComponent(id)}`, {
        method: 'PATCH',
        body: data,
        version: versionOf(previousData),
      }),
    ) as never,
  }),
  delete: async (resource, { id, previousData, meta }) => {
    await request(`${pathOf(resource, meta)}/${encodeURIComponent(id)}`, {
      method: 'DELETE',
      version: versionOf(previousData),
    });
    return { data: (previousData ?? { id }) as never };
  },
  updateMany: refuse('changing many records at once'),
  deleteMany: refuse('deleting many records at once'),
};

export const dataProvider = {
  ...standard,
  ...commands,
  ...accountCommands,
  ...checklistCommands,
  ...fileCommands,
};
export type ConsoleDataProvider = typeof dataProvider;
