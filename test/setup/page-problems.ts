import type { BrowserContext, Page } from 'playwright-core';

/** Runs in the page. */
const reportViolations = `document.addEventListener('securitypolicyviolation', (event) =>
  reportViolation(event.violatedDirective + ' refused ' + event.blockedURI + ' at ' + event.sourceFile + ':' + event.lineNumber));`;

/** What pages complain about while a test has them open. */
export class PageProblems {
  private noted: string[] = [];
  private tolerated: RegExp[] = [];

  async watch(window: BrowserContext): Promise<void> {
    await window.exposeBinding('reportViolation', ({ page }, what: string) =>
      this.add(page, 'content security policy', what),
    );
    await window.addInitScript({ content: reportViolations });
    window.on('weberror', (error) => this.add(error.page(), 'uncaught', String(error.error().stack)));
    window.on('console', (message) => {
      if (message.type() !== 'error' && message.type() !== 'warning') return;
      this.add(message.page(), message.type(), `${message.text()} at ${message.location().url}`);
    });
    window.on('response', (response) => {
      if (response.status() >= 500)
        this.add(response.frame().page(), 'answer', `${response.status()} from ${response.url()}`);
    });
  }

  tolerate(...patterns: RegExp[]): void {
    this.tolerated.push(...patterns);
  }

  get found(): string[] {
    return this.noted.filter((line) => !this.tolerated.some((pattern) => pattern.test(line)));
  }

  /** What was found since the last time; the next test begins anew. */
  take(): string[] {
    const { found } = this;
    this.noted = [];
    this.tolerated = [];
    return found;
  }

  private add(page: Page | null, kind: string, what: string): void {
    this.noted.push(`${kind} on ${page?.url() ?? 'a closed page'}: ${what}`);
  }
}
