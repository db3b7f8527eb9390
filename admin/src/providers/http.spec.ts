import { describe, expect, it } from 'vitest';
import { requestHeaders } from './http.ts';
import { waitBefore } from './live.ts';

describe('requestHeaders', () => {
  it('sends token, version and key of a change', () => {
    expect(requestHeaders({ body: {}, version: 7, idempotencyKey: 'k' }, 't')).toEqual({
      accept: 'application/json',
      authorization: 'Bearer t',
      'content-type': 'application/json',
      'if-match': '"7"',
      'idempotency-key': 'k',
    });
  });

  it('leaves the content type of a form to the browser, which knows its boundary', () => {
    expect(requestHeaders({ body: new FormData() }, null)).toEqual({ accept: 'application/json' });
  });

  it('sends version 0 as well', () =>
    expect(requestHeaders({ version: 0 }, null)).toHaveProperty('if-match', '"0"'));
});

describe('waitBefore', () => {
  it('doubles up to half a minute, spread by a quarter', () => {
    expect(waitBefore(0, 0.5)).toBe(1000);
    expect(waitBefore(3, 0.5)).toBe(8000);
    expect(waitBefore(50, 0.5)).toBe(30_000);
    expect(waitBefore(0, 0)).toBe(875);
    expect(waitBefore(0, 1)).toBe(1125);
  });
});
