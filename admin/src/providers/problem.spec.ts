import { describe, expect, it } from 'vitest';
import { ApiProblem, isStale, problemFrom } from './problem.ts';

describe('problemFrom', () => {
  it('takes code, words, errors, facts and request id from problem details', () => {
    const body = {
      type: 'about:blank',
      title: 'Stale',
      status: 412,
      code: 'record.stale',
      detail: 'Somebody changed it.',
      errors: [{ path: 'alias', message: 'is taken' }],
      requestId: 'r-1',
      facts: { current: { version: 3 } },
    };
    const problem = problemFrom(412, JSON.stringify(body), null);
    expect(problem).toBeInstanceOf(ApiProblem);
    expect(problem).toMatchObject({
      status: 412,
      code: 'record.stale',
      message: body.detail,
      requestId: 'r-1',
      errors: body.errors,
      facts: body.facts,
    });
    expect(isStale(problem)).toBe(true);
  });

  it.each(['<html>Bad gateway</html>', '', '[]', '{"message":"no"}', 'null'])(
    'keeps the status and the header’s request id of an answer that is no problem: %s',
    (text) => {
      expect(problemFrom(502, text, 'r-2')).toMatchObject({
        status: 502,
        code: 'http.unexpected_answer',
        requestId: 'r-2',
        errors: [],
      });
    },
  );
});
