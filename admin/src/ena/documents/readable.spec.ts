import { describe, expect, it } from 'vitest';
import { linesWith, readable } from './readable.ts';

describe('readable', () => {
  it('leaves a document alone that has lines', () => {
    expect(readable('<a>\n  <b/>\r\n</a>\n')).toEqual({ lines: ['<a>', '  <b/>', '</a>'], isLaidOut: false });
    expect(readable('not found')).toEqual({ lines: ['not found'], isLaidOut: false });
  });

  it('lays out XML that came on one line', () => {
    const samples = '<SAMPLE alias="x"><TITLE>a  b</TITLE><EMPTY></EMPTY><EXT_ID id="1"/></SAMPLE>'.repeat(
      20,
    );
    const { lines, isLaidOut } = readable(`<?xml version="1.0"?><RECEIPT>${samples}</RECEIPT>`);
    expect(isLaidOut).toBe(true);
    expect(lines.slice(0, 8)).toEqual([
      '<?xml version="1.0"?>',
      '<RECEIPT>',
      '  <SAMPLE alias="x">',
      '    <TITLE>a  b</TITLE>',
      '    <EMPTY></EMPTY>',
      '    <EXT_ID id="1"/>',
      '  </SAMPLE>',
      '  <SAMPLE alias="x">',
    ]);
    expect(lines.at(-1)).toBe('</RECEIPT>');
  });

  it('never loses text of XML that is broken', () => {
    const broken = `<a><b>${'x'.repeat(1200)}<c></b> tail`;
    expect(readable(broken).lines.join('').replaceAll(/\s/g, '')).toBe(broken.replaceAll(/\s/g, ''));
  });

  it('does not touch long text that is no XML', () =>
    expect(readable('y'.repeat(5000))).toEqual({ lines: ['y'.repeat(5000)], isLaidOut: false }));
});

describe('linesWith', () => {
  it('finds lines by words, none for no words', () => {
    expect(linesWith(['Alpha', 'beta', 'ALPHABET'], 'alpha')).toEqual([0, 2]);
    expect(linesWith(['Alpha'], '')).toEqual([]);
  });
});
