import { describe, expect, it } from 'vitest';
import { xmlTokens } from './xmlTokens.ts';

const kinds = (line: string) => xmlTokens(line).map(({ kind, text }) => `${kind}:${text}`);

describe('xmlTokens', () => {
  it('tells tags, attributes and text apart', () => {
    expect(kinds('  <EXT_ID accession="SAMEA1" type="biosample"/>')).toEqual([
      'text:  ',
      'tag:<EXT_ID',
      'name: accession=',
      'value:"SAMEA1"',
      'name: type=',
      'value:"biosample"',
      'tag:/>',
    ]);
    expect(kinds('<TAG>depth = 5</TAG>')).toEqual(['tag:<TAG>', 'text:depth = 5', 'tag:</TAG>']);
    expect(kinds('<!-- <TAG> -->')).toEqual(['comment:<!-- <TAG> -->']);
  });

  it.each([
    '',
    'no XML at all: "x" = <',
    '<a b="c',
    '<?xml version="1.0"?>',
    '5 > 3 && "quoted"',
    '{"json": [1]}',
  ])('gives back every character of %j', (line) =>
    expect(
      xmlTokens(line)
        .map(({ text }) => text)
        .join(''),
    ).toBe(line),
  );
});
