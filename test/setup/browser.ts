// A browser for one spec file: the system's Chromium, a new profile for every window, most windows for one test only.
// Whatever a page complains about (console, uncaught errors, the content security policy, answers of 500 and above) fails the test that had it open,
// and a failed test leaves a picture of each of its windows in .test/pictures.
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll } from 'vitest';
import { ensureChromium } from '../../scripts/lib/chromium.mjs';
import { sessionMarker } from '../../server/src/auth/session-marker.contract.ts';
import type { Person, TestApp } from './app.ts';
import { PageProblems } from './page-problems.ts';

const root = join(import.meta.dirname, '..', '..');
const pictures = join(root, '.test', 'pictures');

/** The two widths the console is made for. */
export const sizes = { wide: { width: 1280, height: 800 }, phone: { width: 390, height: 844 } } as const;

export type WindowOptions = {
  /** Already signed in, as after a visit an hour ago: the page finds the refresh cookie. */
  as?: Person;
  size?: keyof typeof sizes;
  scheme?: 'light' | 'dark';
};

export interface TestBrowser {
  /** A window with a profile of its own, empty, at no address yet; relative addresses are the console's. */
  open(options?: WindowOptions): Promise<Page>;
  /**
   * The page that this person had in an earlier test of the file, or nobody's: at no address, wide and light, with empty
   * storage. What stays is the session and the files of the console, which makes a test a second shorter. For tests that
   * look at what the server has; what is about sessions, storage or the focus has a window of its own.
   */
  visit(as: Person | null): Promise<Page>;
  /** Messages of the console that this test provokes on purpose, e.g. `/status of 412/`. */
  tolerate(...patterns: RegExp[]): void;
}

/** Call at the top of a spec file, after `useApp({ console: true })`. Windows close after each test, visited ones after the file. */
export function useBrowser(app: TestApp): TestBrowser {
  const browser = new WatchedBrowser(app);
  beforeAll(() => browser.start());
  afterEach(async ({ task }) => browser.settle(task.fullTestName, task.result?.state === 'fail'));
  afterAll(() => browser.stop());
  return browser;
}

const nowhere = 'about:blank';

/** Takes from a page what the next test must not find: what is open, what is stored, how it is looked at. */
async function leave(page: Page): Promise<void> {
  if (page.url() === nowhere) return;
  await page.evaluate('localStorage.clear(); sessionStorage.clear()');
  await page.goto(nowhere);
  await page.setViewportSize(sizes.wide);
  await page.emulateMedia({ media: null, colorScheme: 'light' });
  await page.mouse.move(0, 0);
}

class WatchedBrowser implements TestBrowser {
  private program: Browser | undefined;
  private windows: BrowserContext[] = [];
  /** By who visits. */
  private readonly visited = new Map<string, Page>();
  private readonly problems = new PageProblems();

  constructor(private readonly app: TestApp) {}

  async start(): Promise<void> {
    this.program = await chromium.launch({
      executablePath: process.env.CHROMIUM_PATH ?? (await ensureChromium()),
      chromiumSandbox: false, // cannot be had by root, nor in most containers; only our own pages are opened
      args: [
        '--disable-gpu',
        '--disable-background-networking',
        '--disable-component-update',
        '--no-first-run',
      ],
    });
  }

  async stop(): Promise<void> {
    await this.program?.close();
  }

  async open(options: WindowOptions = {}): Promise<Page> {
    const window = await this.window(options);
    this.windows.push(window);
    return window.newPage();
  }

  async visit(as: Person | null): Promise<Page> {
    const whose = as?.id ?? '';
    const page = this.visited.get(whose) ?? (await (await this.window(as ? { as } : {})).newPage());
    this.visited.set(whose, page);
    return page;
  }

  private async window({ as, size = 'wide', scheme = 'light' }: WindowOptions): Promise<BrowserContext> {
    if (!this.program) throw new Error('a window can be opened in tests only, not before them');
    const window = await this.program.newContext({
      baseURL: this.app.url,
      viewport: sizes[size],
      colorScheme: scheme,
      reducedMotion: 'reduce',
      locale: 'en-GB',
      timezoneId: 'Europe/Vienna',
    });
    window.setDefaultTimeout(45_000);
    await this.problems.watch(window);
    if (as) await window.addCookies(await this.sessionOf(as));
    return window;
  }

  tolerate(...patterns: RegExp[]): void {
    this.problems.tolerate(...patterns);
  }

  /** Closes the test's windows, and leaves what was visited. @throws Error about what their pages complained of, and where pictures of a failure are */
  async settle(test: string, hasFailed: boolean): Promise<void> {
    const taken = hasFailed || this.problems.found.length > 0 ? await this.takePictures(test) : [];
    for (const window of this.windows) await window.close();
    this.windows = [];
    for (const page of this.visited.values()) await leave(page);
    const found = this.problems.take();
    if (hasFailed || found.length > 0) await this.forget();
    if (found.length > 0) throw new Error([`The page had problems:`, ...found, ...taken].join('\n'));
    if (taken.length > 0) throw new Error(taken.join('\n'));
  }

  /** A session of its own: a refresh cookie is good once, so two windows cannot share that of a person. */
  private async sessionOf({ email }: Person) {
    const { cookie } = await this.app.signIn(email);
    const common = { domain: '127.0.0.1', sameSite: 'Strict' as const };
    return [
      {
        ...common,
        name: 'seqdb_refresh',
        value: cookie.split('=')[1] ?? '',
        path: '/api/v1/auth',
        httpOnly: true,
      },
      { ...common, name: sessionMarker.name, value: sessionMarker.value, path: '/', httpOnly: false },
    ];
  }

  /** A test that failed may have left anything in what it visited. */
  private async forget(): Promise<void> {
    for (const page of this.visited.values()) await page.context().close();
    this.visited.clear();
  }

  private async takePictures(test: string): Promise<string[]> {
    mkdirSync(pictures, { recursive: true });
    const name = test.replace(/[^\p{L}\p{N}]+/gu, '-').slice(0, 80);
    const visited = [...this.visited.values()].filter((page) => page.url() !== nowhere);
    const pages = [...this.windows.flatMap((window) => window.pages()), ...visited];
    const taken = pages.map(async (page, index) => {
      const path = join(pictures, `${name}-${index + 1}.png`);
      try {
        await page.screenshot({ path, timeout: 10_000 });
        return `Picture of ${page.url()}: ${path}`;
      } catch (error) {
        return `No picture of ${page.url()}: ${String(error)}`;
      }
    });
    return Promise.all(taken);
  }
}
