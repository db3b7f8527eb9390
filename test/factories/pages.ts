import type { Page } from '../../server/src/platform/lists/list.contract.ts';
import type { Person, TestApp } from '../setup/app.ts';
import { okay } from './submissions.ts';

/** All rows of a list, page after page. */
export async function everyPage<Row>(app: TestApp, path: string, as: Person, limit = 500): Promise<Row[]> {
  const rows: Row[] = [];
  for (let after = ''; ;) {
    const query = `${path.includes('?') ? '&' : '?'}limit=${limit}${after}`;
    const page: Page<Row> = okay(await app.request('GET', `${path}${query}`, { as }));
    rows.push(...page.items);
    if (page.next === null) return rows;
    after = `&after=${encodeURIComponent(page.next)}`;
  }
}
