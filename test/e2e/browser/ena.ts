// The curator's way to ENA: a batch of what is approved, its document, its sending.
import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import { goTo, give, heading, says, turnTo } from './hands.ts';

/** Puts one approved submission into a batch, and looks at what would be sent of it. */
export async function assembleBatch(page: Page, title: string, expected: string[]): Promise<void> {
  await goTo(page, 'Batches');
  await page.getByRole('main').getByRole('link', { name: 'New batch' }).first().click();
  await heading(page, 'New ENA batch').waitFor();
  await page.getByRole('row').filter({ hasText: title }).getByRole('checkbox').check();
  await page.getByRole('button', { name: 'Put 1 submission into a batch' }).click();
  await heading(page, 'Batch to ENA sandbox').waitFor();
  await page.getByRole('link', { name: /^Read the XML of SUB-/ }).click();
  const drawer = page.getByRole('dialog');
  for (const words of expected) await says(drawer, words);
  await drawer.getByRole('button', { name: 'Close the document' }).click();
  await drawer.waitFor({ state: 'detached' });
}

/** Sends it and stays: the page follows by itself until ENA has answered for every record. */
export async function sendBatch(page: Page, records: number): Promise<void> {
  await give(page, `Send ${records} records`);
  await says(page, `The ENA sandbox has registered all ${records} records.`);
  await turnTo(page, 'Requests');
  const request = page.getByRole('article');
  await says(request, 'Accepted');
  await says(request, /^ERA\d+$/);
  await request.getByRole('link', { name: 'Read' }).last().click();
  const receipt = page.getByRole('dialog');
  await says(receipt, 'matches these bytes');
  await says(receipt, 'success=');
  await page.keyboard.press('Escape');
  await receipt.waitFor({ state: 'detached' });
  await turnTo(page, 'Records');
  await says(page, /^PRJEB\d+$/);
  await says(page, /^ERS\d+$/);
  expect(await page.getByText('Accepted').count()).toBeGreaterThan(0);
}
