// Requests without the right to make them: who is told what, and that nothing comes of it.
import { beforeAll, describe, expect, it } from 'vitest';
import { seedChecklists } from '../../seeds/checklists.ts';
import type { Problem } from '../../server/src/platform/errors/problem.contract.ts';
import type { SubmissionView } from '../../server/src/submissions/submission.contract.ts';
import { samples, sheet } from '../factories/sheets.ts';
import { expectNothingStored } from '../factories/stored.ts';
import { approve, Desk, form, okay } from '../factories/submissions.ts';
import { type Person, useApp } from '../setup/app.ts';

const app = useApp();
let depositor: Desk;
let stranger: Desk;
let curator: Desk;

beforeAll(async () => {
  await seedChecklists(app.api);
  depositor = new Desk(app, await app.person('depositor'));
  stranger = new Desk(app, await app.person('depositor'));
  curator = new Desk(app, await app.person('curator'));
});

const bodyOf = (method: string, path: string) => {
  if (path === '/sheets') return form(sheet({ samples: samples(1) }));
  if (method === 'PATCH')
    return path === '' ? { title: 'Mine now, and not yours any more' } : { title: 'Mine' };
  return path === '/withdraw' ? { reason: 'Not mine' } : {};
};

/** What is told, but for what names the request. */
const told = ({ type, title, status, code, detail, errors }: Problem) => ({
  type,
  title,
  status,
  code,
  detail,
  errors,
});

describe('a request without the right to make it', () => {
  const routes: [method: string, path: string][] = [
    ['GET', ''],
    ['PATCH', ''],
    ...['sheet', 'records', 'records.tsv', 'validation', 'findings', 'revisions', 'timeline'].map(
      (path): [string, string] => ['GET', `/${path}`],
    ),
    ['POST', '/sheets'],
    ['PATCH', '/records/{record}'],
    ...['submit', 'withdraw', 'revise'].map((path): [string, string] => ['POST', `/${path}`]),
  ];
  let draft: SubmissionView;
  let record: string;

  beforeAll(async () => {
    draft = await depositor.draft(1);
    record = (await depositor.records(draft.id))[0]?.id ?? '';
  });

  const ask = (method: string, path: string, as?: Person) =>
    app.request(method, `submissions/${draft.id}${path.replace('{record}', record)}`, {
      ifMatch: draft.version,
      as,
      ...(method !== 'GET' && { body: bodyOf(method, path) }),
    });

  it.each(routes)('%s /submissions/:id%s is 401 without a token', async (method, path) => {
    await expectNothingStored(app, async () => {
      expect(await ask(method, path)).toMatchObject({ status: 401, body: { code: 'auth.required' } });
      const wrong = { token: `${depositor.as.token.slice(0, -3)}abc` } as Person;
      expect(await ask(method, path, wrong)).toMatchObject({ status: 401 });
    });
  });

  it.each(routes)(
    "%s /submissions/:id%s of another's is 404, as if it were not there",
    async (method, path) => {
      await expectNothingStored(app, async () => {
        const answer = await ask(method, path, stranger.as);
        expect(answer).toMatchObject({ status: 404, body: { code: 'submission.not_found' } });
        const nowhere = await app.request(
          method,
          `submissions/${'0'.repeat(8)}-0000-4000-8000-${'0'.repeat(12)}${path.replace('{record}', record)}`,
          {
            ifMatch: draft.version,
            as: stranger.as,
            ...(method !== 'GET' && { body: bodyOf(method, path) }),
          },
        );
        expect(told(answer.body)).toEqual(told(nowhere.body));
      });
    },
  );

  it.each(routes)(
    '%s /submissions/:id%s of a draft is 404 for a curator, 403 where it is never theirs',
    async (method, path) => {
      const answer = await ask(method, path, curator.as);
      expect([403, 404]).toContain(answer.status);
      if (method === 'GET') expect(answer.status).toBe(404);
    },
  );

  it('lists only what the reader may see', async () => {
    for (const desk of [stranger, curator]) {
      const page = okay(await app.request('GET', `submissions?ids=${draft.id}`, { as: desk.as }));
      expect(page).toMatchObject({ items: [], total: 0 });
    }
  });

  it('does not show what is in a submission to those who only see where it stands', async () => {
    const submitted = await depositor.do(await depositor.draft(1), 'submit');
    const [support, both] = [await app.person('support'), await app.person('support', 'depositor')];
    for (const as of [support, both]) {
      okay(await app.request('GET', `submissions/${submitted.id}`, { as }));
      for (const path of ['sheet', 'records', 'records.tsv', 'validation', 'findings'])
        expect(await app.request('GET', `submissions/${submitted.id}/${path}`, { as })).toMatchObject({
          status: 403,
        });
    }
  });

  it('does not let anybody but another curator approve', async () => {
    const both = new Desk(app, await app.person('curator', 'depositor'));
    const own = await both.do(await both.draft(1), 'submit');
    const claimed = await curator.do(own, 'claim');
    const roles = ['auditor', 'support', 'admin', 'depositor'] as const;
    const others = await Promise.all(roles.map(async (role) => new Desk(app, await app.person(role))));
    await expectNothingStored(app, async () => {
      for (const desk of others)
        for (const command of ['claim', 'approve', 'reject', 'request-changes'] as const)
          expect(
            await desk.command(claimed, command, 'Because'),
            `${desk.as.roles.join()} ${command}`,
          ).toMatchObject({ status: 403 });
    });
    const refused = await both.command(claimed, 'approve', 'It is mine');
    expect(refused).toMatchObject({ status: 403, body: { detail: 'You cannot review your own deposit.' } });
    expect(own.commands).toContainEqual({
      command: 'claim',
      allowed: false,
      because: 'You cannot review your own deposit.',
    });
  });

  it('keeps ENA to curators, and for reading to auditors', async () => {
    const approved = await approve(depositor, curator, await depositor.draft(1));
    const body = { submissionIds: [approved.id] };
    const batch = okay(await app.request('POST', 'ena/batches', { as: curator.as, body }), 201);
    const paths: [string, string][] = [
      ['GET', 'ena/eligible'],
      ['POST', 'ena/batches'],
      ['GET', 'ena/batches'],
      ...['', '/items', '/attempts', `/preview?submissionId=${approved.id}`].map((path): [string, string] => [
        'GET',
        `ena/batches/${batch.id}${path}`,
      ]),
      ['POST', `ena/batches/${batch.id}/send`],
      ['POST', `ena/batches/${batch.id}/retry`],
      ['DELETE', `ena/batches/${batch.id}`],
    ];
    const auditor = await app.person('auditor');
    for (const [method, path] of paths) {
      const given = {
        ifMatch: batch.version,
        ...(method === 'POST' && { body: path === 'ena/batches' ? body : {} }),
      };
      for (const as of [depositor.as, await app.person('support'), await app.person('admin')])
        expect(await app.request(method, path, { as, ...given }), `${method} ${path}`).toMatchObject({
          status: 403,
        });
      const isReading = method === 'GET' && path !== 'ena/eligible';
      expect((await app.request(method, path, { as: auditor, ...given })).status, `${method} ${path}`).toBe(
        isReading ? 200 : 403,
      );
    }
  });
});
