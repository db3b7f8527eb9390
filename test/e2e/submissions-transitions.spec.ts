// Every command in every state, over HTTP: what the table allows happens, once; everything else is refused with from and
// to, and leaves no trace.
import { DataSource } from 'typeorm';
import { beforeAll, describe, expect, it } from 'vitest';
import { seedChecklists } from '../../seeds/checklists.ts';
import {
  type SubmissionCommand,
  submissionCommand,
  type SubmissionStatus,
  submissionStatus,
  type SubmissionView,
} from '../../server/src/submissions/submission.contract.ts';
import { canMove, commands } from '../../server/src/submissions/submission.state.ts';
import { expectNothingStored } from '../factories/stored.ts';
import { approve, Desk, form, okay } from '../factories/submissions.ts';
import { useApp } from '../setup/app.ts';

const app = useApp();
let depositor: Desk;
let curator: Desk;

beforeAll(async () => {
  await seedChecklists(app.api);
  depositor = new Desk(app, await app.person('depositor'));
  curator = new Desk(app, await app.person('curator'));
});

const reason = 'For a reason.';
const submitted = async () => depositor.do(await depositor.draft(1), 'submit');
const inReview = async () => curator.do(await submitted(), 'claim');

/** How a submission gets into each state. */
const makers: Record<SubmissionStatus, () => Promise<SubmissionView>> = {
  draft: () => depositor.draft(1),
  submitted,
  in_review: inReview,
  changes_requested: async () => curator.do(await inReview(), 'request-changes', reason),
  approved: async () => approve(depositor, curator, await depositor.draft(1)),
  rejected: async () => curator.do(await inReview(), 'reject', reason),
  withdrawn: async () => depositor.do(await submitted(), 'withdraw', reason),
};

const whose: Record<SubmissionCommand, () => Desk> = {
  submit: () => depositor,
  claim: () => curator,
  'request-changes': () => curator,
  approve: () => curator,
  reject: () => curator,
  withdraw: () => depositor,
  revise: () => depositor,
};

const pairs = submissionStatus.options.flatMap((from) =>
  submissionCommand.options.map((command) => ({ from, command })),
);

describe.each(pairs)('$command when $from', ({ from, command }) => {
  const isAllowed = canMove(from, command) && !(from === 'in_review' && command === 'claim');
  const { to } = commands[command];

  it(isAllowed ? `leads to ${to}` : 'is refused and changes nothing', async () => {
    const before = await makers[from]();
    const desk = whose[command]();
    const state = (await desk.get(before.id).catch(() => undefined))?.commands.find(
      (one) => one.command === command,
    );
    if (isAllowed) {
      expect(state).toEqual({ command, allowed: true, because: null });
      const after = await desk.do(before, command, reason);
      expect(after).toMatchObject({ id: before.id, status: to });
      expect(after.version).toBeGreaterThan(before.version);
      return;
    }
    await expectNothingStored(app, async () => {
      const answer = await desk.command(before, command, reason);
      // A draft is nobody's but its depositor's: a curator is not even told that it is there.
      if (from === 'draft' && desk === curator) return expect(answer.status).toBe(404);
      expect(answer).toMatchObject({ status: 409, body: { facts: { from, to } } });
      if (!canMove(from, command)) expect(answer.body.code).toBe('submission.illegal_transition');
      expect(state).toMatchObject({ allowed: false, because: answer.body.detail });
    });
  });
});

describe('a decision', () => {
  it('is for the curator who has claimed it', async () => {
    const other = new Desk(app, await app.person('curator'));
    const claimed = await inReview();
    for (const command of ['request-changes', 'approve', 'reject'] as const) {
      const answer = await other.command(claimed, command, reason);
      expect(answer).toMatchObject({ status: 409, body: { code: 'submission.not_claimed' } });
      expect(answer.body.detail).toContain(curator.as.name);
    }
    const taken = await other.do(claimed, 'claim');
    expect(taken.curator?.id).toBe(other.as.id);
    expect(await curator.command(taken, 'approve', reason)).toMatchObject({ status: 409 });
    await other.do(taken, 'approve', reason);
  });

  it('does not come over records with errors, or over none', async () => {
    const empty = await depositor.create();
    expect(await depositor.command(empty, 'submit')).toMatchObject({
      status: 409,
      body: { code: 'submission.no_samples' },
    });
    const short = await depositor.draft(1, { title: 'Too short' });
    expect(short.errorCount).toBe(1);
    expect(await depositor.command(short, 'submit')).toMatchObject({
      status: 409,
      body: { code: 'submission.has_errors', detail: '1 error must be corrected first.' },
    });
  });

  it('cannot end what has accessions', async () => {
    const reopened = await depositor.do(await makers.approved(), 'revise');
    expect(await depositor.command(reopened, 'withdraw', reason)).toMatchObject({
      status: 409,
      body: { code: 'submission.has_accessions' },
    });
    const again = await curator.do(await depositor.do(reopened, 'submit'), 'claim');
    expect(again.commands).toContainEqual(expect.objectContaining({ command: 'reject', allowed: false }));
    expect(await curator.command(again, 'reject', reason)).toMatchObject({
      status: 409,
      body: { code: 'submission.has_accessions' },
    });
  });
});

const statuses = (answers: { status: number }[]) => answers.map(({ status }) => status).sort();

describe('at the same time', () => {
  it('one of two approvals wins, and mints once', async () => {
    const claimed = await inReview();
    const answers = await Promise.all([1, 2, 3].map(() => curator.command(claimed, 'approve', reason)));
    expect(statuses(answers)).toEqual([200, 412, 412]);
    expect(answers.find(({ status }) => status === 412)?.body.facts.current.status).toBe('approved');
    const rows = await app.get(DataSource).query(
      `SELECT (SELECT count(*)::int FROM accessions WHERE submission_id = $1::uuid) AS minted,
              (SELECT count(*)::int FROM audit_events WHERE root_id = $1::text AND action = 'submission.approve') AS logged`,
      [claimed.id],
    );
    expect(rows).toEqual([{ minted: 2, logged: 1 }]);
  });

  it('one of two curators gets it', async () => {
    const other = new Desk(app, await app.person('curator'));
    const waiting = await submitted();
    const answers = await Promise.all([curator, other].map((desk) => desk.command(waiting, 'claim')));
    expect(statuses(answers)).toEqual([200, 412]);
  });

  it('changes to two records both happen; to one record, one does', async () => {
    const draft = await depositor.draft(2);
    const [one, two] = await depositor.records(draft.id);
    const answers = await Promise.all([
      depositor.patch(draft.id, one!, { title: 'First' }),
      depositor.patch(draft.id, two!, { title: 'Second' }),
      depositor.patch(draft.id, two!, { title: 'Third' }),
    ]);
    expect(statuses(answers)).toEqual([200, 200, 412]);
    const records = await depositor.records(draft.id);
    expect(records.map(({ version }) => version)).toEqual([2, 2]);
    expect((await depositor.get(draft.id)).version).toBe(draft.version + 2);
  });

  it('a sheet and a submit do not both go by the same version', async () => {
    const draft = await depositor.draft(2);
    const [uploaded, handedIn] = await Promise.all([
      app.request('POST', `submissions/${draft.id}/sheets`, {
        as: depositor.as,
        ifMatch: draft.version,
        body: form('sample_alias\nOther\n'),
      }),
      depositor.command(draft, 'submit'),
    ]);
    const isSubmitted = handedIn.status === 200;
    expect([uploaded.status, handedIn.status]).toEqual(isSubmitted ? [412, 200] : [201, 412]);
    const after = await depositor.get(draft.id);
    const frozen = okay(await app.request('GET', `submissions/${draft.id}/revisions`, { as: depositor.as }));
    expect(frozen.items.map((item: { recordCount: number }) => item.recordCount)).toEqual(
      isSubmitted ? [2] : [],
    );
    expect(after.sampleCount).toBe(isSubmitted ? 2 : 1);
  });

  it('many stale requests do not wait for each other', async () => {
    const draft = await depositor.draft(1);
    const changed = await depositor.upload(draft, 'sample_alias\nOther\n');
    const started = Date.now();
    const answers = await Promise.all(
      Array.from({ length: 60 }, (_, index) =>
        app.request('PATCH', `submissions/${draft.id}`, {
          as: depositor.as,
          ifMatch: draft.version,
          body: { title: `The title of request number ${index}` },
        }),
      ),
    );
    expect(new Set(statuses(answers))).toEqual(new Set([412]));
    expect(answers[0]?.body.facts.current.version).toBe(changed.version);
    expect(Date.now() - started).toBeLessThan(10_000);
  });
});

describe('an Idempotency-Key', () => {
  it('makes one submission of many requests, and refuses another body', async () => {
    const ask = {
      as: depositor.as,
      idempotencyKey: 'create-once-0001',
      body: { title: 'One of a kind, made once' },
    };
    const first = await app.request('POST', 'submissions', ask);
    const again = await app.request('POST', 'submissions', ask);
    expect(okay(again, 201)).toEqual(okay(first, 201));
    const other = await app.request('POST', 'submissions', { ...ask, body: { title: 'Another one' } });
    expect(other).toMatchObject({ status: 422, body: { code: 'request.idempotency_mismatch' } });
    const list = okay(await app.request('GET', 'submissions?q=of a kind', { as: depositor.as }));
    expect(list.total).toBe(1);
  });

  it('makes one of many at once', async () => {
    const ask = {
      as: depositor.as,
      idempotencyKey: 'create-once-0002',
      body: { title: 'Made in a great hurry' },
    };
    const answers = await Promise.all(
      Array.from({ length: 8 }, () => app.request('POST', 'submissions', ask)),
    );
    for (const { status } of answers) expect([201, 409]).toContain(status);
    const list = okay(await app.request('GET', 'submissions?q=great hurry', { as: depositor.as }));
    expect(list.total).toBe(1);
  });
});
