// What a person does on every page of the console, found by what is written there.
import type { Locator, Page } from 'playwright-core';
import { testPassword } from '../../factories/users.ts';

/** On the page that asks for it, wherever the browser was led to it from. */
export async function signIn(page: Page, email: string): Promise<void> {
  await page.getByLabel('E-mail').fill(email);
  await page.getByLabel('Password', { exact: true }).fill(testPassword);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await navigation(page).waitFor({ state: 'attached' });
}

export const navigation = (page: Page): Locator => page.getByRole('navigation', { name: 'Main' });

export const heading = (page: Page, name: string | RegExp): Locator =>
  page.getByRole('heading', { level: 1, name });

/** Waits until the place says this; the text may be one of many there. */
export async function says(place: Page | Locator, words: string | RegExp): Promise<void> {
  await place.getByText(words).filter({ visible: true }).first().waitFor();
}

/** By the navigation. */
export async function goTo(page: Page, place: string): Promise<void> {
  await navigation(page).getByRole('link', { name: place }).click();
  await heading(page, new RegExp(place, 'i')).waitFor();
}

/** To another address without loading the console again, as a link inside it does. */
export async function follow(page: Page, address: string): Promise<void> {
  await page.evaluate(
    `history.pushState(null, '', ${JSON.stringify(address)}); dispatchEvent(new PopStateEvent('popstate', { state: null }))`,
  );
}

/** A part of a record's page, e.g. of a submission: `Records`, `Findings`. */
export async function turnTo(page: Page, tab: string): Promise<void> {
  const tabs = page.getByRole('main').getByRole('navigation').first();
  await tabs.getByRole('link', { name: new RegExp(tab) }).click();
  await tabs.locator('[aria-current=page]', { hasText: tab }).waitFor();
}

/** A row of a list, by its name. */
export async function openRow(page: Page, name: string): Promise<void> {
  await page.getByRole('table').getByRole('link', { name }).click();
  await heading(page, name).waitFor();
}

/** Presses a command's button and confirms it, with the reason it asks for. */
export async function give(page: Page, command: string | RegExp, reason?: string): Promise<void> {
  await page.getByRole('main').getByRole('button', { name: command }).click();
  const dialog = page.getByRole('dialog');
  if (reason !== undefined) await dialog.getByLabel(/^Reason/).fill(reason);
  await dialog.getByRole('button', { name: command }).click();
  await dialog.waitFor({ state: 'detached' });
}

/** What the browser saves after the click. */
export async function download(page: Page, button: Locator): Promise<{ name: string; bytes: Buffer }> {
  const coming = page.waitForEvent('download');
  await button.click();
  const file = await coming;
  const parts: Buffer[] = [];
  for await (const part of await file.createReadStream()) parts.push(part as Buffer);
  return { name: file.suggestedFilename(), bytes: Buffer.concat(parts) };
}
