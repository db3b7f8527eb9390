// Who sees what in the browser, and what becomes of a session: taken up, renewed in silence, ended.
import type { BrowserContext, Page, Route } from 'playwright-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { seedChecklists } from '../../../seeds/checklists.ts';
import { signAccessToken, verifyAccessToken } from '../../../server/src/auth/access-token.ts';
import type { Role } from '../../../server/src/platform/access/roles.contract.ts';
import { eventually } from '../../factories/eventually.ts';
import { Desk } from '../../factories/submissions.ts';
import { type Person, useApp } from '../../setup/app.ts';
import { useBrowser } from '../../setup/browser.ts';
import { follow, heading, navigation, says, signIn } from './hands.ts';

const app = useApp({ console: true });
const browser = useBrowser(app);
beforeAll(() => seedChecklists(app.api));

const ena = [
  'Batches',
  'Schedule',
  'Problems at ENA',
  'Requests to ENA',
  'Umbrella projects',
  'Flow to ENA',
  'Connection to ENA',
];
const log = ['Change log', 'Exports', 'Verification', 'Retention'];
const places: Record<Exclude<Role, 'service'>, string[]> = {
  depositor: ['My submissions', 'New submission', 'Accessions'],
  curator: ['Queue', 'Accessions', ...ena, 'Health'],
  support: ['Submissions', 'Accessions', 'Users'],
  auditor: ['Submissions', 'Accessions', ...ena, 'Health', 'Users', ...log],
  admin: ['Schedule', 'Connection to ENA', 'Health', 'Users', ...log, 'Checklists'],
};
const roles = Object.keys(places) as (keyof typeof places)[];

const closedTo: typeof places = {
  depositor: ['/queue', '/batches', '/schedule', '/connection', '/users', '/change-log'],
  curator: ['/submissions/create', '/users', '/change-log', '/log-retention'],
  support: ['/submissions/create', '/batches', '/ena-problems', '/umbrellas', '/change-log'],
  auditor: ['/submissions/create', '/batches/create', '/umbrellas/create', '/users/create'],
  admin: ['/queue', '/accessions', '/batches', '/ena-requests'],
};

const isSignIn = (page: Page) => heading(page, 'Sign in').waitFor();

describe.each(roles)('a %s', (role) => {
  let person: Person;
  beforeAll(async () => {
    person = await app.person(role);
  });

  it('has their own places in the navigation, and each of them opens', async () => {
    const page = await browser.visit(person);
    await page.goto('/');
    const links = navigation(page).getByRole('list').getByRole('link');
    await links.first().waitFor();
    const names = (await links.allInnerTexts()).map((name) => name.replace(/[\d\n]+$/, ''));
    expect(names).toEqual(places[role]);
    for (const link of await links.all()) {
      await link.click();
      await page.locator('main h1').filter({ visible: true }).waitFor();
      expect(await page.getByText('not open to you').count()).toBe(0);
    }
  });

  it('is told so where they are not let in', async () => {
    const page = await browser.visit(person);
    await page.goto('/');
    for (const address of closedTo[role]) {
      await page.locator('main h1').waitFor();
      await follow(page, address);
      await page.getByRole('heading', { name: 'This page is not open to you' }).waitFor();
      await follow(page, '/');
    }
  });
});

describe('somebody else’s submission', () => {
  it('looks as if it did not exist, whatever part of it is asked for', async () => {
    browser.tolerate(/status of 404/);
    const { id } = await new Desk(app, await app.person('depositor')).draft(1, {
      title: 'Nobody else may read this title',
    });
    for (const role of ['depositor', 'curator'] as const) {
      const page = await browser.open({ as: await app.person(role) });
      for (const part of ['', '/records', '/findings']) {
        await page.goto(`/submissions/${id}${part}`);
        await page.getByRole('heading', { name: 'This does not exist, or is not open to you' }).waitFor();
        expect(await page.content()).not.toContain('Nobody else may read this title');
      }
    }
  });

  it('is not there either for an address that never existed', async () => {
    browser.tolerate(/status of 40[04]/);
    const page = await browser.open({ as: await app.person('depositor') });
    await page.goto('/submissions/01a1fe2e-9590-709b-af07-000000000000');
    await page.getByRole('heading', { name: 'This does not exist, or is not open to you' }).waitFor();
    await page.goto('/no/such/page');
    await page.getByRole('heading', { name: 'There is no such page' }).waitFor();
    await page.getByRole('link', { name: 'Go to the start' }).click();
    await heading(page, 'My submissions').waitFor();
  });
});

describe('signing in', () => {
  it('says what is missing, and what is wrong without saying which', async () => {
    browser.tolerate(/status of 401.*auth\/login/);
    const page = await browser.open();
    await page.goto('/');
    await page.getByRole('button', { name: 'Sign in' }).click();
    await says(page, 'Enter the e-mail address of your account.');
    await says(page, 'Enter your password.');
    await page.getByLabel('E-mail').fill((await app.person('depositor')).email);
    await page.getByLabel('Password', { exact: true }).fill('not the password');
    await page.keyboard.press('Enter');
    await says(page.getByRole('alert'), 'E-mail and password do not match an account.');
    await says(page.getByRole('alert'), /Request [\w-]{8,}/);
  });

  it('leads to the page that was asked for', async () => {
    const page = await browser.open();
    await page.goto('/accessions?view=sample');
    await isSignIn(page);
    await signIn(page, (await app.person('depositor')).email);
    await heading(page, 'Accessions').waitFor();
    expect(new URL(page.url()).search).toBe('?view=sample');
  });
});

describe('signing out', () => {
  it('ends the session in every tab and leaves nothing to go back to', async () => {
    const page = await browser.open({ as: await app.person('depositor') });
    await page.goto('/submissions');
    const other = await page.context().newPage();
    await other.goto('/accessions');
    await heading(other, 'Accessions').waitFor();
    await heading(page, 'My submissions').waitFor();
    await page.bringToFront(); // Chromium draws a tab behind another one seldom, and clicks wait for it
    await page.getByRole('button', { name: /account of/ }).click();
    await page.getByRole('menuitem', { name: 'Sign out' }).click();
    await isSignIn(page);
    await isSignIn(other);
    await eventually(async () => (await page.context().cookies()).length === 0);
    await page.goBack();
    await isSignIn(page);
    await other.reload();
    await isSignIn(other);
  });
});

/** A window whose time can be moved, on the list that it opens with. */
async function withClock(page: Page): Promise<Page> {
  await page.clock.install();
  await page.goto('/submissions');
  await heading(page, 'My submissions').waitFor();
  return page;
}

const refreshes = (window: BrowserContext) => {
  const answers: number[] = [];
  window.on('response', (answer) => {
    if (answer.url().endsWith('/auth/refresh')) answers.push(answer.status());
  });
  return answers;
};

/** The server's answer, but for its token: that one has ended an hour ago. */
async function answerWithAnOldToken(route: Route): Promise<void> {
  const answer = await route.fetch();
  const body = await answer.json();
  const claims = await verifyAccessToken(body.accessToken, app.config.JWT_SECRET);
  if (typeof claims === 'string') throw new Error('the server answered with a token that is no good');
  const then = new Date(Date.now() - 3_600_000);
  const accessToken = await signAccessToken(claims, app.config.JWT_SECRET, then);
  await route.fulfill({ response: answer, json: { ...body, accessToken } });
}

describe('a session', () => {
  it('that cannot exist is not asked for', async () => {
    const page = await browser.open();
    const answers = refreshes(page.context());
    await page.goto('/accessions');
    await isSignIn(page);
    await page.reload();
    await isSignIn(page);
    expect(answers).toEqual([]);
  });

  it('that has ended elsewhere is asked for once', async () => {
    browser.tolerate(/status of 401/);
    const person = await app.person('depositor');
    const page = await browser.open({ as: person });
    const support = await app.person('support');
    expect((await app.request('DELETE', `users/${person.id}/sessions`, { as: support })).status).toBe(204);
    const answers = refreshes(page.context());
    for (let visit = 0; visit < 2; visit += 1) {
      await page.goto('/accessions');
      await isSignIn(page);
    }
    expect(answers).toEqual([401]);
  });

  it('is renewed in silence by two tabs at once', async () => {
    const first = await browser.open({ as: await app.person('depositor') });
    const second = await first.context().newPage();
    for (const page of [first, second]) await withClock(page);
    const answers = refreshes(first.context());
    for (const [turn, place] of ['Accessions', 'My submissions', 'Accessions'].entries()) {
      await Promise.all([first, second].map((page) => page.clock.fastForward('11:00')));
      await Promise.all(
        [first, second].map((page) =>
          navigation(page).getByRole('link', { name: place }).dispatchEvent('click'),
        ),
      );
      for (const page of [first, second]) await heading(page, place).waitFor();
      // The heading is there before the answer is; the clock goes on once each tab has its new token.
      await eventually(async () => answers.length >= 2 * (turn + 1));
    }
    for (const page of [first, second]) await page.reload();
    for (const page of [first, second]) await heading(page, 'Accessions').waitFor();
    expect(answers.length).toBeGreaterThanOrEqual(8);
    expect(answers.filter((status) => status !== 200)).toEqual([]);
  });

  it('is renewed when the token ends on its way', async () => {
    browser.tolerate(/status of 401/);
    const page = await withClock(await browser.open({ as: await app.person('depositor') }));
    await page.route('**/auth/refresh', answerWithAnOldToken, { times: 1 });
    const answers = refreshes(page.context());
    await page.clock.fastForward('11:00');
    await navigation(page).getByRole('link', { name: 'Accessions' }).click();
    await says(page, 'No accessions yet');
    expect(answers).toEqual([200, 200]);
  });

  it('goes on although the answer to a renewal was lost on its way', async () => {
    const page = await browser.open({ as: await app.person('depositor') });
    let isLost = false;
    await page.route(
      '**/auth/refresh',
      async (route) => {
        // The server has traded the token; the browser is gone before it hears of it.
        await fetch(route.request().url(), { method: 'POST', headers: await route.request().allHeaders() });
        isLost = true;
        await route.abort();
      },
      { times: 1 },
    );
    browser.tolerate(/ERR_FAILED/);
    await page.goto('/submissions');
    await eventually(async () => isLost);
    await page.reload();
    await heading(page, 'My submissions').waitFor();
  });

  it('that staff have ended leads to the sign-in page by itself, and from there back', async () => {
    browser.tolerate(/status of 401/);
    const person = await app.person('depositor');
    const page = await browser.open({ as: person });
    await page.goto('/submissions/create');
    await heading(page, 'New submission').waitFor();
    const support = await app.person('support');
    expect((await app.request('DELETE', `users/${person.id}/sessions`, { as: support })).status).toBe(204);
    await isSignIn(page);
    await signIn(page, person.email);
    await heading(page, 'New submission').waitFor();
  });
});
