import { describe, expect, it } from 'vitest';
import { namedField } from './named-field.ts';

const columns = ['depth', 'sample depth', 'host', 'geographic location (country and/or sea)'].map((name) => ({
  header: name,
  field: name,
}));

describe('namedField', () => {
  it.each([
    ["In sample, alias: must have required property 'depth'", 'depth'],
    ['host: this is not a species', 'host'],
    [
      'Attribute "geographic location (country and/or sea)" has a bad value',
      'geographic location (country and/or sea)',
    ],
    [`'sample depth' differs from 'depth'`, 'sample depth'],
    ['The host is unknown', null],
    ["must have required property 'weight'", null],
    ['', null],
  ])('%s', (message, field) => expect(namedField(message, columns)).toBe(field));

  it('reads a header that stands for another field', () => {
    expect(namedField("'DEPTH' is wrong", [{ header: 'DEPTH', field: 'depth' }])).toBe('depth');
    expect(namedField("'' is wrong", [{ header: '', field: '' }])).toBeNull();
  });
});
