import { DataSource } from 'typeorm';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { DatabaseModule } from './database.module.ts';
import { migrate } from './migrate.ts';
import { assertServerVersion, ServerTooOld } from './server-version.ts';

const serverOf = (number: number, version: string) => {
  const asked: string[] = [];
  const query = async (sql: string) => {
    asked.push(sql);
    return sql.includes('server_version_num') ? [{ number, version }] : [];
  };
  return { asked, database: { query } as unknown as DataSource };
};

afterEach(() => vi.restoreAllMocks());

describe('a server of PostgreSQL', () => {
  it.each([
    [180_000, '18.0'],
    [180_001, '18.1'],
    [190_000, '19beta1'],
  ])('%i is taken', async (number, version) => {
    await expect(assertServerVersion(serverOf(number, version).database)).resolves.toBeUndefined();
  });

  it.each([
    [170_006, '17.6'],
    [150_014, '15.14'],
    [90_624, '9.6.24'],
  ])('%i is refused in words that say what is needed', async (number, version) => {
    const refused = expect(assertServerVersion(serverOf(number, version).database)).rejects;
    await refused.toThrow(`PostgreSQL ${version} is too old: SeqDB Console needs PostgreSQL 18`);
  });

  it('that is too old is told at the start of a process', async () => {
    const start = new DatabaseModule(serverOf(170_006, '17.6').database).onModuleInit();
    await expect(start).rejects.toThrow(ServerTooOld);
  });

  it('that is too old is not migrated', async () => {
    const { asked, database } = serverOf(170_006, '17.6');
    vi.spyOn(DataSource.prototype, 'initialize').mockImplementation(async function (this: DataSource) {
      return Object.assign(this, { query: database.query });
    });
    const runner = vi.spyOn(DataSource.prototype, 'createQueryRunner');
    const ended = vi.spyOn(DataSource.prototype, 'destroy').mockResolvedValue();
    await expect(migrate('postgres://nobody@localhost/none')).rejects.toThrow(ServerTooOld);
    expect(asked).toHaveLength(1);
    expect(runner).not.toHaveBeenCalled();
    expect(ended).toHaveBeenCalledOnce();
  });
});
