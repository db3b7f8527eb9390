import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { messagePattern } from './message-pattern.ts';

describe('the pattern of a message', () => {
  it.each([
    [
      'In sample, alias: "SQDBS00000001". The object being added already exists in the submission account with accession: "ERS12345678".',
      'In sample, alias: "SQDBS00000002". The object being added already exists in the submission account with accession: "ERS87654321".',
    ],
    [
      'Sample: SQDBS00000001; Attribute: collection date; Reason: must match pattern "^[0-9]+$"',
      'Sample: SQDBS00000044; Attribute: collection date; Reason: must match pattern "^[0-9]+$"',
    ],
    ['lat_lon: 95.5 is beyond 90', 'lat_lon: 120 is beyond 90'],
  ])('is the same for %s', (one, other) => {
    expect(messagePattern(one)).toBe(messagePattern(other));
  });

  it('keeps apart what is about other attributes', () => {
    const about = (field: string) => messagePattern(`Sample: A; Attribute: ${field}; Reason: is missing`);
    expect(about('collection date')).not.toBe(about('country'));
  });

  it('is short and its own pattern, whatever was said', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 2_000 }), (message) => {
        expect(messagePattern(message).length).toBeLessThanOrEqual(500);
      }),
    );
  });
});
