import { describe, expect, it } from 'vitest';
import { moved } from './gridKeys.ts';

const extent = { rows: 100, columns: 5, perPage: 20 };
const press = (row: number, column: number, key: string, ctrl = false) =>
  moved({ row, column }, { key, ctrl }, extent);

describe('moved', () => {
  it('goes one cell at a time and stops at the edges', () => {
    expect(press(3, 2, 'ArrowDown')).toEqual({ row: 4, column: 2 });
    expect(press(0, 2, 'ArrowUp')).toEqual({ row: 0, column: 2 });
    expect(press(3, -1, 'ArrowLeft')).toEqual({ row: 3, column: -1 });
    expect(press(99, 4, 'ArrowRight')).toEqual({ row: 99, column: 4 });
  });

  it('goes to the ends of row and table', () => {
    expect(press(3, 2, 'Home')).toEqual({ row: 3, column: -1 });
    expect(press(3, 2, 'End')).toEqual({ row: 3, column: 4 });
    expect(press(3, 2, 'End', true)).toEqual({ row: 99, column: 4 });
    expect(press(3, 2, 'Home', true)).toEqual({ row: 0, column: -1 });
  });

  it('pages', () => {
    expect(press(95, 2, 'PageDown')).toEqual({ row: 99, column: 2 });
    expect(press(30, 2, 'PageUp')).toEqual({ row: 10, column: 2 });
  });

  it('leaves other keys alone', () => expect(press(1, 1, 'x')).toBeUndefined());

  it('has somewhere to stand in an empty table', () => {
    expect(
      moved({ row: 0, column: -1 }, { key: 'End', ctrl: true }, { rows: 0, columns: 0, perPage: 1 }),
    ).toEqual({ row: 0, column: -1 });
  });
});
