// The API's description, as people read it. The browser fails the test when the content security policy stops anything.
import { expect, it } from 'vitest';
import { useApp } from '../setup/app.ts';
import { useBrowser } from '../setup/browser.ts';

const app = useApp();
const browser = useBrowser(app);

it('is served as JSON and YAML', async () => {
  const json = await app.request('GET', '/api/openapi.json');
  expect(json).toMatchObject({ status: 200, body: { openapi: expect.stringMatching(/^3\.1\./) } });
  expect(Object.keys(json.body.paths)).toContain('/api/v1/users/{id}/roles');
  expect(Object.keys(json.body.paths).length).toBeGreaterThan(40);
  expect((await app.request('GET', '/api/openapi.yaml')).text).toMatch(/^openapi: 3\.1\./);
});

it('can be read and tried', async () => {
  const person = await app.person('depositor');
  const page = await browser.open();
  await page.goto('/api/docs');
  await page.locator('.opblock').first().waitFor();
  expect(await page.title()).toBe('SeqDB Console API');
  expect(await page.locator('.topbar').isVisible()).toBe(false); // its own styles pass

  await page.locator('.btn.authorize').click();
  await page.locator('.modal-ux input').fill(person.token);
  await page.locator('.modal-ux .btn.modal-btn.authorize').click();
  await page.locator('.modal-ux .btn-done').click();
  await page.locator('.operation-filter-input').fill('Sign-in');
  const operation = page.locator('#operations-Sign-in-meGet');
  await operation.locator('.opblock-summary-control').click();
  await operation.locator('.try-out__btn').click();
  await operation.locator('.execute').click();
  const answer = operation.locator('.live-responses-table .response .highlight-code').first();
  await answer.waitFor();
  expect(await answer.innerText()).toContain(person.email);

  const linked = await browser.open();
  await linked.goto('/api/docs#/Users/usersGet');
  const opened = linked.locator('#operations-Users-usersGet');
  await opened.locator('.try-out').waitFor();
  expect(await opened.locator('.opblock-summary-description').innerText()).toBe('Reads an account');
  expect(await opened.locator('.responses-table').innerText()).toContain('auth.required');
});
