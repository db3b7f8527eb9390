import { globSync, readFileSync } from 'node:fs';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';
import { audit } from '../../i18n/en/audit.ts';
import { factWords } from './fieldWords.ts';

/** Facts that are not written down where the event is: by the file that puts them into one. */
const elsewhere: Readonly<Record<string, readonly string[]>> = {
  'accessions/publicity.service.ts': ['because', 'request', 'environment'],
  // By the migration that erased what erasures had left behind.
  'audit/erasure/personal-values.service.ts': ['valuesLeft'],
  'audit/exporting/export-events.ts': [
    'format',
    'filter',
    'attempt',
    'outcome',
    'bytes',
    'rows',
    'sha256',
    'matching',
  ],
  'audit/exporting/export-leavings.service.ts': [], // as the file before
  'audit/reads/reads-log.ts': [], // as its own events say
  'audit/retention/archive-downloads.service.ts': ['because', 'sha256'],
  // By the migration that told when each key is good.
  'audit/sealing/key-register.ts': ['validFrom', 'validUntil'],
  'audit/verification/verification.processor.ts': [
    'archives',
    'archivesDoubt',
    'comparedHeads',
    'doubt',
    'events',
    'guards',
    'schema',
    'segments',
  ],
  'ena/batches/checks/check.service.ts': ['passed', 'failed'],
  'files/file-changes.ts': ['because', 'code', 'md5', 'replacedBy', 'replaces', 'sha256', 'sidecar'],
  'submissions/reading-log.ts': ['bytes', 'format', 'records', 'sha256'],
  'submissions/submission-transitions.service.ts': [
    'firstSampleAccession',
    'lastSampleAccession',
    'minted',
    'projectAccession',
    'revision',
  ],
  'validation/checklists.service.ts': ['added', 'changed', 'fields', 'removed'],
};
/** `facts` there are not those of an event. */
const others = new Set([
  'accessions/landing-page.ts',
  'audit/log-text.ts',
  'audit/verification/erasures.ts',
  'audit/verification/guards.ts',
  'submissions/mintables.ts',
  'ena/sending/read-back/object-facts.ts',
  'platform/http/problem.filter.ts',
]);
/** Exports are asked for by these, of which the event has but some. */
const ofExports = new Set(['id', 'resolved']);

const server = new URL('../../../../server/src', import.meta.url).pathname;
const sources = globSync('**/*.ts', { cwd: server })
  .filter((name) => !/\.(?:spec|contract)\.ts$/.test(name) && !others.has(name))
  .map((name) => ({ name, text: readFileSync(`${server}/${name}`, 'utf8') }))
  .filter(({ text }) => /\bfacts\b/.test(text));

/** @returns names of an object's fields; undefined among them for those of something that is not written there */
function namesIn(node: ts.Expression): (string | undefined)[] {
  if (ts.isParenthesizedExpression(node)) return namesIn(node.expression);
  if (ts.isBinaryExpression(node)) return namesIn(node.right); // `isSo && {…}`
  if (ts.isConditionalExpression(node)) return [...namesIn(node.whenTrue), ...namesIn(node.whenFalse)];
  if (!ts.isObjectLiteralExpression(node)) return [undefined];
  return node.properties.flatMap((property) =>
    ts.isSpreadAssignment(property) ? namesIn(property.expression) : [property.name?.getText()],
  );
}

function factsIn(name: string, text: string): (string | undefined)[] {
  const found: (string | undefined)[] = [];
  const visit = (node: ts.Node): void => {
    if ((ts.isPropertyAssignment(node) || ts.isVariableDeclaration(node)) && node.name.getText() === 'facts')
      found.push(...(node.initializer ? namesIn(node.initializer) : []));
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile(name, text, ts.ScriptTarget.Latest, true));
  return found;
}

describe('facts of events', () => {
  const written = sources.map(({ name, text }) => ({ name, facts: factsIn(name, text) }));
  const named = new Set(written.flatMap(({ facts }) => facts.filter((fact) => fact !== undefined)));

  it('have words, each that a module writes down', () => {
    expect(named.size).toBeGreaterThan(60);
    const all = new Set([...named, ...Object.values(elsewhere).flat()]);
    const wordless = [...all].filter(
      (name) => !ofExports.has(name) && factWords(name, (key) => key) === name,
    );
    expect(wordless).toEqual([]);
  });

  it('are known, also where they are put together elsewhere', () => {
    const unseen = written.filter(({ name, facts }) => facts.includes(undefined) && !(name in elsewhere));
    expect(unseen.map(({ name }) => name)).toEqual([]);
    const files = new Set(sources.map(({ name }) => name));
    expect(Object.keys(elsewhere).filter((name) => !files.has(name))).toEqual([]);
  });

  it('have no words that nothing needs', () => {
    const all = new Set([...named, ...Object.values(elsewhere).flat()]);
    expect(Object.keys(audit.fact).filter((name) => !all.has(name))).toEqual([]);
  });
});
