// A file whose worker ends each time that somebody takes it up: it goes on while it comes forward, and else is given up.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DataSource } from 'typeorm';
import { beforeAll, describe, expect, it } from 'vitest';
import { seedChecklists } from '../../seeds/checklists.ts';
import { EnaUploads } from '../../server/src/ena/uploads/uploads.service.ts';
import { UnitOfWork } from '../../server/src/platform/database/unit-of-work.ts';
import { Sender } from '../factories/files.ts';
import { useSandbox } from '../factories/sandbox.ts';
import { Desk } from '../factories/submissions.ts';
import { waitingUploads } from '../factories/uploads.ts';
import { useApp } from '../setup/app.ts';

const sandbox = useSandbox();
const app = useApp({ worker: true, env: () => sandbox.start() });
let depositor: Desk;
let sender: Sender;

beforeAll(async () => {
  await seedChecklists(app.api);
  depositor = new Desk(app, await app.person('depositor'));
  sender = new Sender(app, depositor.as);
});

const waiting = (count: number) => waitingUploads(app, depositor, sender, count);
const stored = (path: string): Buffer => readFileSync(join(sandbox.uploads, path));

describe('a transfer whose worker ends each time', () => {
  const stateOf = async (id: string) => {
    const [row] = await app
      .get(DataSource)
      .query('SELECT status, message FROM ena_uploads WHERE id = $1', [id]);
    return row;
  };
  /** Waits until a worker has come to an end with it. */
  async function ended(id: string) {
    for (const end = Date.now() + 60_000; ; await new Promise((resolve) => setTimeout(resolve, 100))) {
      const row = await stateOf(id);
      if (row.status === 'sent' || row.status === 'failed') return row;
      if (Date.now() > end) throw new Error(`still ${row.status}`);
    }
  }
  /** A worker took it so often, and fell silent in the middle. */
  async function died(id: string, deaths: number, state: 'running' | 'failed', advancedIn = 0) {
    await app
      .get(DataSource)
      .query(
        `UPDATE ena_uploads SET status = 'sending', begun_at = now(), held_until = now() - interval '1 s', bytes_sent = 1, advanced_in = $2 WHERE id = $1`,
        [id, advancedIn],
      );
    await app.get(DataSource).query(
      `INSERT INTO tasks (id, name, payload, state, attempt, lease_token, lease_until)
       VALUES (gen_random_uuid(), 'ena.upload', $1, $2, $3, CASE WHEN $2 = 'running' THEN gen_random_uuid() END, CASE WHEN $2 = 'running' THEN now() - interval '1 s' END)`,
      [JSON.stringify({ uploadId: id }), state, deaths],
    );
  }

  it('is given up after a while, and says why', async () => {
    const [id = ''] = (await waiting(1)).ids;
    await died(id, 10, 'running');
    expect(await ended(id)).toEqual({
      status: 'failed',
      message: expect.stringMatching(/ended in the middle of it 10 times/),
    });
    const logged = await app
      .get(DataSource)
      .query(`SELECT count(*)::int FROM audit_events WHERE action = 'ena_upload.fail' AND target_id = $1`, [
        id,
      ]);
    expect(logged).toEqual([{ count: 1 }]);
  });

  it('is not given up as long as it comes forward', async () => {
    const [id = ''] = (await waiting(1)).ids;
    await died(id, 15, 'running', 9);
    expect(await ended(id)).toMatchObject({ status: 'sent' });
  });

  it('goes on when its batch asks for it and no task is left; what has one is left to it', async () => {
    const { ids, contents } = await waiting(2);
    const [lost = '', held = ''] = ids;
    await died(lost, 20, 'failed');
    await died(held, 1, 'running');
    const source = app.get(DataSource);
    await source.query(
      `UPDATE tasks SET lease_until = now() + interval '1 h' WHERE payload ->> 'uploadId' = $1`,
      [held],
    );
    const files = await source.query(
      `SELECT file_id AS "fileId", path, size::float8 AS size, md5, submission_id AS "submissionId" FROM ena_uploads WHERE id = ANY($1)`,
      [ids],
    );
    const place = { submissionId: files[0].submissionId, environment: 'sandbox' as const };
    const want = () => app.get(UnitOfWork).run((tx) => app.get(EnaUploads).want(tx, place, files));
    await want();
    await want();
    expect(await ended(lost)).toMatchObject({ status: 'sent' });
    expect(await stateOf(held)).toMatchObject({ status: 'sending' });
    const tasks = await source.query(
      `SELECT payload ->> 'uploadId' AS id, count(*)::int FROM tasks WHERE payload ->> 'uploadId' = ANY($1) GROUP BY 1`,
      [ids],
    );
    expect(tasks).toEqual(
      expect.arrayContaining([
        { id: lost, count: 2 },
        { id: held, count: 1 },
      ]),
    );
    const path = files.find((file: { path: string }) => file.path.endsWith('f0.fastq.gz')).path;
    expect(stored(path).toString()).toBe(contents.get(path));
  });
});
