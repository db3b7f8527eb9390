// What somebody writes about a new study: counted while it is written, kept until it is sent, sent once.
import type { Page } from 'playwright-core';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { seedChecklists } from '../../../seeds/checklists.ts';
import { eventually } from '../../factories/eventually.ts';
import { type Person, useApp } from '../../setup/app.ts';
import { useBrowser } from '../../setup/browser.ts';
import { goTo, heading, says } from './hands.ts';

const app = useApp({ console: true });
const browser = useBrowser(app);
beforeAll(() => seedChecklists(app.api));

const title = 'Soil microbes below an alpine meadow';
let person: Person;
beforeEach(async () => {
  person = await app.person('depositor');
});

async function begin(): Promise<Page> {
  const page = await browser.open({ as: person });
  await page.goto('/submissions');
  await heading(page, 'My submissions').waitFor();
  await page.getByRole('main').getByRole('link', { name: 'New submission' }).first().click();
  await heading(page, 'New submission').waitFor();
  return page;
}

const made = async () =>
  (await app.request('GET', 'submissions?owner=me', { as: person })).body.total as number;

describe('the length of a text', () => {
  it('is counted while it is written, and wrong only once the field was left', async () => {
    const page = await begin();
    const field = page.getByLabel('Title');
    await field.fill('Soil 😀');
    await says(page, '6 of 250');
    await says(page, '14 more characters are needed: ENA takes 20 to 250.');
    expect(await field.getAttribute('aria-invalid')).toBe('false');
    await field.press('Tab');
    await page.locator('input[aria-invalid=true]').waitFor();
    await says(page, /14 more characters are needed.*You can save it like this/);
    await field.fill(title);
    await page.locator('input[aria-invalid=false]').first().waitFor();
    await page.getByLabel('Description').fill('x'.repeat(4_001));
    await says(page, '1 character too many: ENA takes 20 to 4,000.');
  });
});

describe('what was written', () => {
  it('is there again after another page, after loading anew, and gone after signing out', async () => {
    const page = await begin();
    await page.getByLabel('Title').fill(title);
    await goTo(page, 'Accessions');
    await says(page, 'What you wrote about your new submission is kept in this tab.');
    await page.goBack();
    await heading(page, 'New submission').waitFor();
    expect(await page.getByLabel('Title').inputValue()).toBe(title);
    await page.reload();
    await heading(page, 'New submission').waitFor();
    expect(await page.getByLabel('Title').inputValue()).toBe(title);
    const asked = page.waitForEvent('dialog');
    const leaving = page.close({ runBeforeUnload: true });
    const dialog = await asked;
    expect(dialog.type()).toBe('beforeunload');
    await dialog.dismiss();
    await leaving;
    await page.getByRole('button', { name: /account of/ }).click();
    await page.getByRole('menuitem', { name: 'Sign out' }).click();
    await heading(page, 'Sign in').waitFor();
    expect(await page.evaluate<string>(`JSON.stringify(sessionStorage)`)).not.toContain(title);
  });

  it('becomes one draft; the way back leads to the list, past the form', async () => {
    const page = await begin();
    await page.getByLabel('Title').fill(title);
    await page.getByRole('button', { name: 'Create the draft' }).click();
    await says(page, `“${title}” is kept as draft`);
    await page.reload();
    await says(page, `“${title}” is kept as draft`);
    await page.goBack();
    await heading(page, 'My submissions').waitFor();
    await page.goForward();
    await says(page, `“${title}” is kept as draft`);
    await page.getByRole('link', { name: 'Go on without a sheet' }).click();
    await heading(page, title).waitFor();
    await page.goBack();
    await heading(page, 'My submissions').waitFor();
    await page.getByRole('main').getByRole('link', { name: 'New submission' }).first().click();
    expect(await page.getByLabel('Title').inputValue()).toBe('');
    await eventually(async () => (await made()) === 1);
  });
});
