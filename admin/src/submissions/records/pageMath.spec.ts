import { describe, expect, it } from 'vitest';
import { pageOfRow, pageSize, pageStart } from './pageMath.ts';

describe('pages of rows', () => {
  it('cover every row once, without a gap', () => {
    let row = 0;
    for (let page = 0; page < 25; page += 1) {
      expect(pageStart(page)).toBe(row);
      expect(pageOfRow(row)).toBe(page);
      expect(pageOfRow(row + pageSize(page) - 1)).toBe(page);
      row += pageSize(page);
    }
  });
});
