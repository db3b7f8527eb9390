// The depositor's part: a draft, its sheet, its cells.
import type { Locator, Page } from 'playwright-core';
import { heading, says, turnTo } from './hands.ts';

export type StudyWords = { title: string; description: string; checklist: string; holdDate: string };

/** From `My submissions` to a draft that waits for its sheet. */
export async function createDraft(page: Page, study: StudyWords): Promise<void> {
  await page.getByRole('main').getByRole('link', { name: 'New submission' }).first().click();
  await heading(page, 'New submission').waitFor();
  await page.getByLabel('Title').fill(study.title);
  await page.getByLabel('Description').fill(study.description);
  await page.getByRole('combobox', { name: 'Checklist' }).click();
  await page.getByRole('option', { name: study.checklist }).click();
  await page.getByLabel('Hold until').fill(study.holdDate);
  await page.getByRole('button', { name: 'Create the draft' }).click();
  await says(page, `“${study.title}” is kept as draft`);
}

export type SheetFile = { name: string; bytes: Buffer };
const tabSeparated = 'text/tab-separated-values';

/** By the file dialog. */
export async function chooseSheet(page: Page, { name, bytes }: SheetFile): Promise<void> {
  const dialog = page.waitForEvent('filechooser');
  await page.getByRole('button', { name: 'choose a file' }).click();
  await (await dialog).setFiles({ name, mimeType: tabSeparated, buffer: bytes });
}

/** By drag and drop. */
export async function dropSheet(page: Page, { name, bytes }: SheetFile): Promise<void> {
  const file = JSON.stringify({ name, base64: bytes.toString('base64'), type: tabSeparated });
  const dataTransfer = await page.evaluateHandle(`(() => {
    const { name, base64, type } = ${file};
    const transfer = new DataTransfer();
    transfer.items.add(new File([Uint8Array.from(atob(base64), (c) => c.charCodeAt(0))], name, { type }));
    return transfer;
  })()`);
  await page.getByText('Drop a file here').dispatchEvent('dragenter', { dataTransfer });
  await page.getByText('Drop it to upload').dispatchEvent('drop', { dataTransfer });
}

/** The cell that the page has led to. */
export const activeCell = (page: Page): Locator =>
  page.getByRole('grid').getByRole('gridcell', { selected: true });

/** A cell by its row's alias and its value. */
export const cellOf = (page: Page, alias: string, value: string): Locator =>
  page.getByRole('row').filter({ hasText: alias }).getByRole('gridcell', { name: value, exact: true });

/** Writes into the active cell, as in a spreadsheet. */
export async function writeCell(page: Page, value: string): Promise<void> {
  await activeCell(page).click();
  // Where values are offered it is a combobox.
  const editor = page.getByRole('grid').locator('input');
  await editor.fill(value);
  await editor.press('Enter');
}

/** A wrong value, what the console says about it, and what is right. */
export type Fault = { field: string; alias: string; value: string; finding: string; correct: string };

/** From the list of findings to the cell; written over there, the finding is gone. */
export async function correct(page: Page, fault: Fault): Promise<void> {
  await turnTo(page, 'Findings');
  const groups = page.getByRole('main').getByRole('button', { name: `Error ${fault.field}` });
  await groups.filter({ hasText: fault.finding }).click();
  await page.getByRole('link', { name: fault.alias }).click();
  await activeCell(page).filter({ hasText: fault.value }).waitFor();
  await says(page.getByRole('region', { name: 'The chosen cell' }), fault.finding);
  await writeCell(page, fault.correct);
  const isClean = page.locator(':not([data-severity]):not([data-state])');
  await cellOf(page, fault.alias, fault.correct).and(isClean).waitFor();
}

/** Files of reads, by the file dialog. */
export async function chooseFiles(page: Page, files: readonly SheetFile[]): Promise<void> {
  const dialog = page.waitForEvent('filechooser');
  await page.getByRole('button', { name: 'choose files' }).click();
  const given = files.map(({ name, bytes }) => ({
    name,
    mimeType: 'application/octet-stream',
    buffer: bytes,
  }));
  await (await dialog).setFiles(given);
}

/** The row of a file in the table of files. */
export const fileRow = (page: Page, name: string): Locator =>
  page
    .getByRole('table', { name: 'Files' })
    .getByRole('row')
    .filter({ has: page.getByText(name, { exact: true }) });
