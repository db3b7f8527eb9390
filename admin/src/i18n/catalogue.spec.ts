import { globSync, readFileSync } from 'node:fs';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';
import { english } from './en/english.ts';

const root = new URL('..', import.meta.url).pathname;
const files = globSync('**/*.{ts,tsx}', { cwd: root }).filter((name) => !/\.spec\.|^i18n\/en\//.test(name));
const parsed = files.map((name) =>
  ts.createSourceFile(
    name,
    readFileSync(`${root}${name}`, 'utf8'),
    ts.ScriptTarget.Latest,
    true,
    name.endsWith('x') ? ts.ScriptKind.TSX : ts.ScriptKind.TS,
  ),
);

const { ra: _, ...own } = english;
const flatten = (node: object, prefix = ''): [string, string][] =>
  Object.entries(node).flatMap(([name, value]) =>
    typeof value === 'string' ? [[prefix + name, value]] : flatten(value as object, `${prefix}${name}.`),
  );
const catalogue = new Map(flatten(own));

const visit = (node: ts.Node, see: (node: ts.Node) => void) => {
  see(node);
  ts.forEachChild(node, (child) => visit(child, see));
};
const placeOf = (source: ts.SourceFile, node: ts.Node) =>
  `${source.fileName}:${source.getLineAndCharacterOfPosition(node.getStart()).line + 1}`;

/** Attributes whose text people see or hear. */
const spoken = new Set([
  'aria-label',
  'title',
  'placeholder',
  'alt',
  'label',
  'aria-description',
  'aria-roledescription',
]);

const literalTexts = (source: ts.SourceFile): string[] => {
  const found: string[] = [];
  visit(source, (node) => {
    if (ts.isJsxText(node) && /\p{L}/u.test(node.text))
      found.push(`${placeOf(source, node)} ${node.text.trim()}`);
    if (!ts.isJsxAttribute(node) || !spoken.has(node.name.getText())) return;
    const value = node.initializer;
    if (value && ts.isStringLiteral(value) && /\p{L}/u.test(value.text))
      found.push(`${placeOf(source, node)} ${value.text}`);
  });
  return found;
};

/** Every text in the code that reads like a key; a template counts by what stands before its first `${`. */
const keysUsed = (source: ts.SourceFile) => {
  const exact = new Set<string>();
  const prefixes = new Set<string>();
  visit(source, (node) => {
    if (ts.isStringLiteralLike(node)) exact.add(node.text);
    if (ts.isTemplateExpression(node)) prefixes.add(node.head.text);
  });
  return { exact, prefixes: [...prefixes].filter((prefix) => /^[a-z]\w*\./i.test(prefix)) };
};
const used = parsed.map(keysUsed);

describe('words on the page', () => {
  it('come from the catalogue, never from the code', () => {
    expect(files.length).toBeGreaterThan(20);
    expect(parsed.flatMap(literalTexts)).toEqual([]);
  });

  it('exist for every key that is asked for', () => {
    const asked = parsed.flatMap((source) => {
      const keys: string[] = [];
      visit(source, (node) => {
        if (!ts.isCallExpression(node) || node.expression.getText() !== 'text') return;
        const key = node.arguments[0];
        if (key && ts.isStringLiteral(key)) keys.push(key.text);
        if (key && ts.isConditionalExpression(key))
          for (const branch of [key.whenTrue, key.whenFalse])
            if (ts.isStringLiteral(branch)) keys.push(branch.text);
      });
      return keys;
    });
    expect(asked.length).toBeGreaterThan(50);
    expect(asked.filter((key) => !catalogue.has(key))).toEqual([]);
  });
});

const isUsed = (key: string) =>
  used.some(({ exact, prefixes }) => exact.has(key) || prefixes.some((prefix) => key.startsWith(prefix)));

describe('the catalogue', () => {
  const keys = [...catalogue.keys()];

  it('holds nothing that no page asks for', () => {
    expect(keys.filter((key) => !isUsed(key))).toEqual([]);
  });

  it('has one and many wherever there are plural forms, each naming the count', () => {
    for (const [key, phrase] of catalogue) {
      const forms = phrase.split('||||');
      if (forms.length === 1) continue;
      expect(forms, key).toHaveLength(2);
      for (const form of forms) expect(form, key).toContain('%{');
    }
  });

  it('speaks without exclamation', () => {
    expect([...catalogue].filter(([, phrase]) => phrase.includes('!'))).toEqual([]);
  });
});
