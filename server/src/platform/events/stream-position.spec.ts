import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { isAfter, parsePosition } from './stream-position.ts';

const positions = fc.record({
  xid: fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }),
  id: fc.bigInt({ min: 0n, max: 2n ** 63n - 1n }),
});

it('reads every position of the stream', () => {
  fc.assert(
    fc.property(positions, ({ xid, id }) => {
      expect(parsePosition(`${xid}.${id}`)).toEqual({ xid, id });
    }),
  );
});

it('takes nothing else for a position', () => {
  for (const text of ['', '.', '1', '1.', '.1', '1.2.3', '-1.1', '1.1 ', ' 1.1', '1e3.1', '٣.١', '1,1'])
    expect(parsePosition(text)).toBeUndefined();
  expect(parsePosition(`${2n ** 64n}.1`)).toBeUndefined();
  expect(parsePosition(`1.${2n ** 63n}`)).toBeUndefined();
  fc.assert(
    fc.property(fc.string(), (text) => {
      const position = parsePosition(text);
      if (position) expect(text).toMatch(/^\d+\.\d+$/);
    }),
  );
});

it('orders by transaction, then by number, as numbers', () => {
  expect(isAfter({ xid: 10n, id: 1n }, { xid: 9n, id: 5n })).toBe(true);
  expect(isAfter({ xid: 9n, id: 10n }, { xid: 9n, id: 9n })).toBe(true);
  fc.assert(
    fc.property(positions, positions, (one, other) => {
      const isSame = one.xid === other.xid && one.id === other.id;
      expect(isAfter(one, other) || isAfter(other, one)).toBe(!isSame);
    }),
  );
});
