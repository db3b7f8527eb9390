// npm run pictures [-- URL]: takes the README's pictures from a running `npm start` with its demo data (by default
// http://localhost:3000) into docs/images.
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { chromium } from 'playwright-core';
import { ensureChromium } from './lib/chromium.mjs';
import { runScript, say } from './lib/say.mjs';
import { root } from './runtime.mjs';

const base = process.argv[2] ?? 'http://localhost:3000';
const folder = join(root, 'docs', 'images');
const wide = { viewport: { width: 1280, height: 800 }, colorScheme: 'light' };
const phone = { viewport: { width: 390, height: 844 }, colorScheme: 'dark' };

/** The API's answer to a signed-in person. */
async function ask(page, path) {
  return page.evaluate(async (address) => {
    const session = await (await fetch('/api/v1/auth/refresh', { method: 'POST' })).json();
    return (await fetch(address, { headers: { authorization: `Bearer ${session.accessToken}` } })).json();
  }, `/api/v1${path}`);
}

async function as(browser, person, options, take) {
  const context = await browser.newContext(options);
  const page = await context.newPage();
  await page.goto(`${base}/login`);
  await page.fill('input[type=email]', `${person}@example.org`);
  await page.fill('input[type=password]', 'seqdb-demo');
  await page.keyboard.press('Enter');
  await page.waitForURL((url) => !url.pathname.startsWith('/login'));
  await take(page, async (path, name) => {
    if (path) await page.goto(`${base}${path}`);
    await page.waitForTimeout(1_500); // the event stream keeps the network busy: no idle to wait for
    await page.screenshot({ path: join(folder, `${name}.png`) });
    say(`docs/images/${name}.png`);
  });
  await context.close();
}

await runScript(async () => {
  mkdirSync(folder, { recursive: true });
  const executablePath = await ensureChromium();
  const browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu'] });
  await as(browser, 'curator', wide, async (page, shoot) => {
    await shoot('/queue', 'queue');
    const { items } = await ask(page, '/ena/batches?sort=createdAt&limit=1');
    await shoot(`/batches/${items[0].id}/requests`, 'batch');
  });
  await as(browser, 'depositor', wide, async (page, shoot) => {
    const { items } = await ask(page, '/submissions?status=draft&findings=errors&sort=createdAt');
    const draft = items.sort((one, other) => other.errorCount - one.errorCount)[0];
    await shoot(`/submissions/${draft.id}/findings`, 'submission');
  });
  await as(browser, 'auditor', wide, async (page, shoot) => {
    const { items } = await ask(page, '/audit/events?action=submission.approve&limit=1');
    await shoot(`/change-log/${items[0].id}`, 'change-log');
  });
  await as(browser, 'depositor', phone, async (page, shoot) => {
    const { items } = await ask(page, '/submissions?status=draft&findings=errors');
    await shoot(`/submissions/${items[0].id}`, 'phone');
  });
  await browser.close();
});
