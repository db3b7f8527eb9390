// Whoever takes away what is private in a submission stands in the change log, but not among its steps.
import { DataSource } from 'typeorm';
import { beforeAll, describe, expect, it } from 'vitest';
import { seedChecklists } from '../../seeds/checklists.ts';
import type { SubmissionView } from '../../server/src/submissions/submission.contract.ts';
import { Desk, okay } from '../factories/submissions.ts';
import { type Person, useApp } from '../setup/app.ts';

const app = useApp();
let owner: Person;
let curator: Person;
let stranger: Person;
let submission: SubmissionView;

beforeAll(async () => {
  await seedChecklists(app.api);
  owner = await app.person('depositor');
  curator = await app.person('curator');
  stranger = await app.person('depositor');
  const desk = new Desk(app, owner);
  submission = await desk.do(await desk.draft(3), 'submit');
});

const noted = (action: string): Promise<{ actor: string; body: { facts: Record<string, unknown> } }[]> =>
  app
    .get(DataSource)
    .query(
      `SELECT actor_id AS actor, body::jsonb AS body FROM audit_events WHERE root_id = $1 AND target_id = $1 AND action = $2 ORDER BY occurred_at, id`,
      [submission.id, action],
    );

describe.each([
  ['sheet', 'submission.download_sheet', { bytes: expect.any(Number), sha256: expect.any(String) }],
  ['records.tsv', 'submission.export_records', { format: 'tsv', records: 3 }],
])('%s', (path, action, facts) => {
  const ask = (as: Person) => app.request('GET', `submissions/${submission.id}/${path}`, { as });

  it('is handed out with one event for each reader, and none for who is refused', async () => {
    expect((await ask(curator)).status).toBe(200);
    expect((await ask(owner)).status).toBe(200);
    expect((await ask(stranger)).status).toBe(404);
    const events = await noted(action);
    expect(events.map(({ actor }) => actor)).toEqual([curator.id, owner.id]);
    for (const { body } of events) expect(body.facts).toMatchObject(facts);
  });

  it('is no step of the submission', async () => {
    const { items } = okay(await app.request('GET', `submissions/${submission.id}/timeline`, { as: owner }));
    const steps = items.map((step: { action: string }) => step.action);
    expect(steps).toContain('submission.submit');
    expect(steps).not.toContain(action);
  });
});
