// The auditor's part: every step in the change log, each with before and after, and both exports.
import Papa from 'papaparse';
import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import type { Fault } from './deposit.ts';
import { download, goTo, heading, says } from './hands.ts';

/** What the main job leaves in the log, in the console's words and in the log's, oldest first. */
export const steps: readonly (readonly [words: string, action: string])[] = [
  ['Submission created', 'submission.create'],
  ['Sample sheet uploaded', 'submission.upload_sheet'],
  ['Record changed', 'record.update'],
  ['Submission handed in', 'submission.submit'],
  ['Submission claimed', 'submission.claim'],
  ['Changes requested', 'submission.request_changes'],
  ['Submission changed', 'submission.update'],
  ['Submission handed in', 'submission.submit'],
  ['Submission claimed', 'submission.claim'],
  ['Submission approved', 'submission.approve'],
  ['Records registered at ENA', 'submission.register_at_ena'],
];

/** Opens the correction of a cell: what it was is struck out, what it is underlined. */
export async function openCorrection(page: Page, { alias, field, value, correct }: Fault): Promise<void> {
  await goTo(page, 'Change log');
  await page.getByRole('button', { name: 'Filter' }).click();
  await page.getByRole('checkbox', { name: 'Record changed' }).check();
  await page.keyboard.press('Escape');
  await page.getByRole('row').filter({ hasText: alias }).getByRole('link').first().click();
  await heading(page, 'Record changed').waitFor();
  const changes = page.getByRole('region', { name: 'Before and after' });
  await says(changes, field);
  const marked = async (mark: string) => (await changes.locator(mark).allInnerTexts()).join('');
  expect(await marked('del, span > span')).toBe(value);
  expect(await marked('ins, span > span')).toBe(correct);
}

/** From one event to everything about the same submission, oldest first: each step once. */
export async function expectSteps(page: Page, expected: typeof steps): Promise<void> {
  await page.getByRole('link', { name: 'Everything in the log about it' }).click();
  await heading(page, 'Change log').waitFor();
  await page.getByRole('button', { name: 'When' }).click();
  await page
    .getByRole('columnheader', { name: 'When', exact: false })
    .and(page.locator('[aria-sort=ascending]'))
    .waitFor();
  const rows = page.getByRole('table').locator('[data-row-link]');
  await rows.first().filter({ hasText: 'Submission created' }).waitFor();
  expect(await rows.allInnerTexts()).toEqual(expected.map(([words]) => words));
}

/** Both files hold exactly what the list shows. */
export async function expectExports(page: Page, expected: typeof steps): Promise<void> {
  const actions = expected.map(([, action]) => action);
  const csv = await download(page, page.getByRole('button', { name: 'CSV' }));
  expect(csv.name).toMatch(/\.csv$/);
  const rows = Papa.parse<{ action: string }>(csv.bytes.toString('utf8').replace(/^\uFEFF/, ''), {
    header: true,
    skipEmptyLines: true,
  });
  expect(rows.errors).toEqual([]);
  expect(rows.data.map(({ action }) => action)).toEqual(actions);
  const jsonl = await download(page, page.getByRole('button', { name: 'JSONL' }));
  expect(jsonl.name).toMatch(/\.jsonl$/);
  const lines = jsonl.bytes.toString('utf8').trimEnd().split('\n');
  expect(lines.map((line) => JSON.parse(JSON.parse(line).body).action)).toEqual(actions);
}
