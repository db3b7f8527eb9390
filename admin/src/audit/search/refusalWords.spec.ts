import { expect, it } from 'vitest';
import type { Text } from '../../i18n/useText.ts';
import { ApiProblem } from '../../providers/problem.ts';
import { refusalWords } from './refusalWords.ts';

const text: Text = (key, values) => [key, ...Object.values(values ?? {})].join(' ');
const refused = (code: string, errors: { path: string; message: string }[] = [], status = 422) =>
  refusalWords(new ApiProblem({ status, code, detail: 'in general', errors }), text, 'en');

it('says of a value that is too long how long it may be', () => {
  const message = 'Too big: expected string to have <=1300 characters';
  expect(refused('request.invalid', [{ path: 'reason', message }])).toBe(
    'finding.line.tooLongValue reason 1,300',
  );
});

it('leaves what it does not know in the words of the server', () => {
  expect(refused('request.invalid', [{ path: 'sort', message: 'no such order' }])).toBe(
    'sort: no such order',
  );
  expect(refused('request.invalid')).toBe('in general');
  expect(refused('audit.unknown_record', [{ path: 'record', message: 'names nothing' }])).toBe('in general');
});

it('is for questions only', () => {
  expect(refused('internal', [], 500)).toBeNull();
  expect(refusalWords(new Error('x'), text, 'en')).toBeNull();
});
