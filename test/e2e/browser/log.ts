// The auditor's part: every step in the change log, each with before and after, and both exports.
import Papa from 'papaparse';
import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import type { Fault } from './deposit.ts';
import { download, goTo, says } from './hands.ts';

/** What the main job leaves in the log about the submission, by the log's names and oldest first. */
export const stepsOf = (corrections: number): string[] => [
  'submission.create',
  'submission.upload_sheet',
  ...Array.from({ length: corrections }, () => 'record.update'),
  'submission.submit',
  'submission.claim',
  'submission.request_changes',
  'submission.update',
  'submission.submit',
  'submission.claim',
  'submission.approve',
  'submission.register_at_ena',
];

/** Narrows the log to one submission, oldest first: every step is there, once. */
export async function expectSteps(page: Page, reference: string, expected: string[]): Promise<void> {
  await goTo(page, 'Change log');
  await page.getByRole('textbox', { name: 'Record' }).fill(reference);
  await page.keyboard.press('Enter');
  await says(page, `${expected.length} of ${expected.length}`);
  await page.getByRole('columnheader').getByRole('button', { name: 'When' }).click();
  const rows = page.getByRole('table').locator('[data-row-link] code');
  await rows.first().filter({ hasText: 'submission.create' }).waitFor();
  expect(await rows.allInnerTexts()).toEqual(expected);
}

/** Opens the correction of a cell beside the list: what it was is struck out, what it is underlined. */
export async function openCorrection(page: Page, { alias, field, value, correct }: Fault): Promise<void> {
  await page.getByRole('row').filter({ hasText: alias }).locator('[data-row-link]').click();
  const panel = page.getByRole('dialog');
  const changes = panel.getByRole('region', { name: 'What changed' });
  await says(changes, field);
  expect(await changes.locator('del').allInnerTexts()).toEqual([value]);
  expect(await changes.locator('ins').allInnerTexts()).toEqual([correct]);
  await says(panel.getByRole('region', { name: 'Where it came from' }), 'Chrome');
  await panel.getByRole('button', { name: 'Close the event' }).click();
  await panel.waitFor({ state: 'detached' });
}

async function exported(page: Page, format: string, count: number): Promise<{ name: string; text: string }> {
  await page.getByRole('main').getByRole('button', { name: 'Export' }).click();
  const dialog = page.getByRole('dialog');
  await says(dialog, `${count} events will be written.`);
  await dialog.getByRole('radio', { name: format }).check();
  const file = await download(page, dialog.getByRole('button', { name: `Export as ${format}` }));
  await dialog.waitFor({ state: 'detached' });
  return { name: file.name, text: file.bytes.toString('utf8') };
}

/** Both files hold what the list shows, and no more. */
export async function expectExports(page: Page, expected: string[]): Promise<void> {
  const csv = await exported(page, 'CSV', expected.length);
  expect(csv.name).toMatch(/\.csv$/);
  const rows = Papa.parse<{ seq: string; action: string }>(csv.text.replace(/^\uFEFF/, ''), {
    header: true,
    skipEmptyLines: true,
  });
  expect(rows.errors).toEqual([]);
  expect(rows.data.at(-1)?.seq).toBe('manifest');
  expect(rows.data.slice(0, -1).map(({ action }) => action)).toEqual(expected);
  const jsonl = await exported(page, 'JSON Lines', expected.length);
  expect(jsonl.name).toMatch(/\.jsonl$/);
  const lines = jsonl.text.trimEnd().split('\n').slice(1, -1); // header and manifest
  expect(lines.map((line) => JSON.parse(JSON.parse(line).body).action)).toEqual(expected);
}
