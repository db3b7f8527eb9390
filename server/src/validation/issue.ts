import type { Severity } from './validation.contract.ts';

/** What a rule says about a value; where the value stands is added to make a finding of it. */
export type Issue = { severity: Severity; rule: string; message: string; suggestion: string | null };

const maker =
  (severity: Severity) =>
  (rule: string, message: string, suggestion: string | null = null): Issue => ({
    severity,
    rule,
    message,
    suggestion,
  });

export const error = maker('error');
export const warning = maker('warning');
export const info = maker('info');

/** A value inside a sentence. */
export const quoted = (value: string): string => `“${value.length > 60 ? `${value.slice(0, 60)}…` : value}”`;

/** `a, b or c`. */
export const listOf = (terms: readonly string[]): string =>
  terms.length < 2 ? terms.join('') : `${terms.slice(0, -1).join(', ')} or ${terms.at(-1) ?? ''}`;
