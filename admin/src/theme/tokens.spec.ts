import { describe, expect, it } from 'vitest';
import { contrast } from './contrast.ts';
import { cssVariables, dark, light, meanings } from './tokens.ts';

describe('contrast', () => {
  it('is 21 for black on white and 1 for a colour on itself', () => {
    expect(contrast('#000000', '#ffffff')).toBeCloseTo(21, 5);
    expect(contrast('#0b5f73', '#0b5f73')).toBe(1);
  });
});

describe.each([
  ['light', light],
  ['dark', dark],
])('%s tokens', (_, tokens) => {
  const grounds = ['canvas', 'surface', 'sunken', 'hover'] as const;
  const texts = ['ink', 'inkMuted', 'inkFaint', 'accent', 'accentHover'] as const;

  it.each(grounds.flatMap((ground) => texts.map((text) => [text, ground] as const)))(
    'reads %s on %s (4.5:1)',
    (text, ground) => expect(contrast(tokens[text], tokens[ground])).toBeGreaterThanOrEqual(4.5),
  );

  it.each(meanings.map((name) => [name]))(
    'reads the word of %s on its own ground and on the page',
    (name) => {
      const { fg, bg } = tokens.meaning[name];
      expect(contrast(fg, bg)).toBeGreaterThanOrEqual(4.5);
      for (const ground of grounds) expect(contrast(fg, tokens[ground])).toBeGreaterThanOrEqual(4.5);
    },
  );

  it('reads ink on every tinted ground', () => {
    for (const name of meanings)
      expect(contrast(tokens.ink, tokens.meaning[name].bg)).toBeGreaterThanOrEqual(4.5);
    expect(contrast(tokens.ink, tokens.accentSoft)).toBeGreaterThanOrEqual(4.5);
    expect(contrast(tokens.accent, tokens.accentSoft)).toBeGreaterThanOrEqual(4.5);
  });

  it('reads the label of a filled button, at rest and hovered', () => {
    expect(contrast(tokens.onAccent, tokens.accent)).toBeGreaterThanOrEqual(4.5);
    expect(contrast(tokens.onAccent, tokens.accentHover)).toBeGreaterThanOrEqual(4.5);
  });

  it('shows the edge of a control and the focus ring (3:1)', () => {
    for (const ground of ['canvas', 'surface'] as const) {
      expect(contrast(tokens.edge, tokens[ground])).toBeGreaterThanOrEqual(3);
      expect(contrast(tokens.focus, tokens[ground])).toBeGreaterThanOrEqual(3);
    }
  });
});

describe('cssVariables', () => {
  it('names every token once, in kebab case', () => {
    const names = Object.keys(cssVariables(light));
    expect(names).toContain('--ink-muted');
    expect(names).toContain('--waiting-bg');
    expect(names).toEqual(Object.keys(cssVariables(dark)));
  });
});
