// What the change log opens with, and what the navigation and the tabs count.
import { beforeAll, expect, it } from 'vitest';
import { seedChecklists } from '../../../seeds/checklists.ts';
import { FacetsService } from '../../../server/src/audit/finding/facets.service.ts';
import { Desk } from '../../factories/submissions.ts';
import { sample, sheet } from '../../factories/sheets.ts';
import { type Person, useApp } from '../../setup/app.ts';
import { useBrowser } from '../../setup/browser.ts';
import { heading, navigation, says } from './hands.ts';
import { problemsOf } from './wcag.ts';

const app = useApp({ console: true });
const browser = useBrowser(app);
let depositor: Person;
let auditor: Person;
let submissionId: string;
beforeAll(async () => {
  Object.assign(app.get(FacetsService), { patience: 60_000 }); // on whatever machine
  await seedChecklists(app.api);
  depositor = await app.person('depositor');
  auditor = await app.person('auditor');
  const desk = new Desk(app, depositor);
  const own = Object.fromEntries(Array.from({ length: 6 }, (_, count) => [`what I saw ${count}`, 'moss']));
  const faulty = sheet({
    samples: [sample('A-1', own), sample('A-2', { ...own, 'collection date': '2021-02-30' })],
  });
  submissionId = (await desk.upload(await desk.create(), faulty, 'sheet.tsv')).id;
  await desk.do(await desk.draft(2), 'submit');
});

it('opens on what was changed; who came and went is one click away, and an address of its own', async () => {
  const page = await browser.visit(auditor);
  await page.goto('/change-log');
  await heading(page, 'Change log').waitFor();
  await says(page.getByRole('table'), 'Sheet uploaded');
  const signedIn = page.getByRole('table').getByText('auth.sign_in');
  expect(await signedIn.count()).toBe(0);
  await page.getByRole('navigation', { name: 'Views' }).getByRole('link', { name: 'Everything' }).click();
  await signedIn.first().waitFor();
  expect(new URL(page.url()).search).toBe('?view=all');
  await page.reload();
  await signedIn.first().waitFor();
});

it('shows an action that was asked for in either view', async () => {
  const page = await browser.visit(auditor);
  await page.goto('/change-log');
  await page.getByRole('combobox', { name: 'What' }).selectOption('auth.sign_in');
  await page.getByRole('table').getByText('auth.sign_in').first().waitFor();
});

it('says whom a name in the line matches, and narrows it to one of them', async () => {
  const page = await browser.visit(auditor);
  await page.goto('/change-log?view=all&actor=depositor');
  const taken = page.getByRole('list', { name: 'People the names match' });
  await says(taken, /^actor:depositor matches/);
  await taken.getByRole('link', { name: 'Some depositor' }).first().click();
  await page.waitForURL(`**/change-log?view=all&actor=${depositor.id}`);
  await taken.waitFor({ state: 'detached' });
  await says(page.getByRole('table'), 'Sheet uploaded');
});

it('takes a whole question in one line by the keyboard, and points at what it cannot read', async () => {
  const page = await browser.visit(auditor);
  await page.goto('/change-log');
  await heading(page, 'Change log').waitFor();
  const line = page.getByRole('combobox', { name: 'Search the change log' });
  await line.fill('foo:bar since:2026-02-30');
  await page.keyboard.press('Enter');
  const problems = page.getByRole('search').getByRole('listitem');
  await says(problems.first(), '“foo” is not a key');
  await says(problems.last(), '“2026-02-30” is not a date');
  expect(await page.locator('mark').allInnerTexts()).toEqual(['foo:bar', 'since:2026-02-30']);
  expect(new URL(page.url()).search).toBe('');

  await line.fill('act');
  await page.getByRole('option', { name: /action:/ }).waitFor();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  expect(await line.inputValue()).toBe('action:');
  await page.keyboard.type(`upload_sheet record:${submissionId} -source:system`);
  await page.keyboard.press('Escape');
  await page.keyboard.press('Enter');
  await says(page, '1 of 1');
  expect(Object.fromEntries(new URL(page.url()).searchParams)).toEqual({
    action: 'upload_sheet',
    record: submissionId,
    notSource: 'system',
  });
  await page.reload();
  await says(page, '1 of 1');
  expect(await line.inputValue()).toBe(`action:upload_sheet record:${submissionId} -source:system`);

  await page.getByRole('button', { name: 'Count by' }).click();
  const counts = page.getByRole('region', { name: 'What these events are' });
  await counts.getByRole('button', { name: /Submission created\s*1/ }).click();
  await says(page.getByRole('table'), 'submission.create');
  expect(await problemsOf(page)).toEqual([]);
  browser.tolerate(/status of 422.*record=SUB-99999999/);
  await line.fill('record:SUB-99999999');
  await page.keyboard.press('Escape');
  await page.keyboard.press('Enter');
  await says(problems, 'Nothing is called SUB-99999999.');
});

it('shows one event with its proof, and a record with its history', async () => {
  const page = await browser.visit(auditor);
  await page.goto(`/submissions/${submissionId}`);
  await page
    .getByRole('navigation', { name: 'Parts of the submission' })
    .getByRole('link', { name: 'History' })
    .click();
  await page
    .getByRole('table', { name: 'History' })
    .getByRole('link', { name: /^Sheet uploaded/ })
    .click();
  await page.waitForURL(/\/change-log\/[\da-f-]{36}$/);
  await heading(page, 'Sheet uploaded').waitFor();
  const proof = page.getByRole('region', { name: 'Proof that it is in the log' });
  await proof.waitFor();
  expect(await problemsOf(page)).toEqual([]);
  await page.emulateMedia({ media: 'print' });
  await says(page.getByRole('main'), /^Printed on .* by Some auditor, from/);
  expect(await navigation(page).isVisible()).toBe(false);
  await page.emulateMedia({ media: null });
  const depositors = await browser.open({ as: depositor });
  await depositors.goto(`/submissions/${submissionId}`);
  const parts = depositors.getByRole('navigation', { name: 'Parts of the submission' });
  await parts.getByRole('link', { name: 'Revisions' }).waitFor();
  expect(await parts.getByRole('link', { name: 'History' }).count()).toBe(0);
});

it('says what the navigation counts, and counts findings without the notes', async () => {
  const curator = await browser.open({ as: await app.person('curator') });
  await curator.goto('/queue');
  await navigation(curator)
    .getByRole('link', { name: /Queue.*1 submission waits for a curator/ })
    .waitFor();
  const page = await browser.open({ as: depositor });
  await page.goto(`/submissions/${submissionId}/findings`);
  const tab = page
    .getByRole('main')
    .getByRole('link', { name: /Findings/ })
    .and(page.locator('[aria-current=page]'));
  expect(await tab.getAttribute('title')).toBe('1 error, 0 warnings, 6 notes');
  expect(await tab.innerText()).toMatch(/Findings\s*1$/);
  await page.getByText('6 notes', { exact: true }).click();
  await page.getByRole('button', { name: /does not know these 6 columns/ }).click();
  await page.getByRole('link', { name: 'what I saw 3', exact: true }).click();
  await page.waitForURL(/\/records\?field=/);
});

it('holds a person, who is then erased only when the hold is lifted', async () => {
  const held = await app.person('curator');
  const page = await browser.open({ as: await app.person('admin') });
  const dialog = page.getByRole('dialog');
  const reason = dialog.getByLabel('Reason (required)');
  await page.goto(`/users/${held.id}/history`);
  await page.getByRole('button', { name: 'Legal hold…' }).click();
  expect(await dialog.getByRole('radio', { name: 'Person' }).isChecked()).toBe(true);
  expect(await dialog.getByRole('combobox', { name: 'Person' }).inputValue()).toBe(held.name);
  await reason.fill('Inquiry 7');
  await dialog.getByRole('button', { name: 'Set the hold' }).click();
  await dialog.waitFor({ state: 'detached' });

  await page.getByRole('link', { name: 'Held' }).first().click();
  await says(page, 'Only the holds that you followed a link to.');
  await says(page.getByRole('table', { name: 'Legal holds' }), 'Inquiry 7');
  await page.goto(`/users/${held.id}`);
  const confirm = dialog.getByRole('button', { name: 'Erase the person' });
  await page.getByRole('button', { name: 'Erase…' }).click();
  await says(dialog.getByRole('alert'), 'A legal hold keeps this person');
  await says(dialog.getByRole('alert'), 'Inquiry 7');
  expect(await confirm.isDisabled()).toBe(true);
  await dialog.getByRole('link', { name: 'To the legal holds' }).click();

  await heading(page, 'Retention').waitFor();
  await page.getByRole('button', { name: `Lift the hold on ${held.name}` }).click();
  await says(dialog, 'Inquiry 7');
  await reason.fill('The inquiry is closed');
  await dialog.getByRole('button', { name: 'Lift the hold' }).click();
  await dialog.waitFor({ state: 'detached' });
  await page.getByRole('link', { name: 'Lifted holds' }).click();
  await says(page.getByRole('table'), 'The inquiry is closed');

  await page.goto(`/users/${held.id}`);
  await page.getByRole('button', { name: 'Erase…' }).click();
  expect(await confirm.isDisabled()).toBe(true);
  await dialog.getByRole('checkbox', { name: `Erase ${held.name} (${held.email}) for good` }).check();
  await confirm.click();
  await says(dialog, 'Write the reason that the log will keep.');
  await reason.fill('Request 8');
  await confirm.click();
  await dialog.waitFor({ state: 'detached' });
  await says(page, 'This person was erased');
});

it('finds what is to be held by its title, with the keyboard alone', async () => {
  const page = await browser.open({ as: await app.person('auditor') });
  const dialog = page.getByRole('dialog');
  await page.goto('/log-retention');
  await says(page, 'Everything, for good');
  await page.getByRole('button', { name: 'Set a hold…' }).press('Enter');
  const field = dialog.getByRole('combobox', { name: 'Submission' });
  await field.pressSequentially('potato');
  await dialog.getByRole('option').first().waitFor();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await says(dialog, /Chosen: SUB-\d+/);
  await page.keyboard.press('Tab');
  await page.keyboard.type('Dispute about the origin');
  await page.keyboard.press('Control+Enter');
  await dialog.waitFor({ state: 'detached' });
  await says(page.getByRole('table', { name: 'Legal holds' }), 'Dispute about the origin');
  expect(await problemsOf(page)).toEqual([]);
});
