// Somebody with power over the tables can put any text there: each gives a view that the contract takes, and never a throw.
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { systemActor } from '../platform/access/actor.ts';
import { auditEventView } from './audit.contract.ts';
import { bodyOf } from './audit-body.ts';
import { viewOf } from './audit-view.ts';
import { type EventColumns, unreadableView, viewsOf } from './unreadable-event.ts';

const id = '019a9c5e-1234-7abc-8def-0123456789ab';
const at = new Date(Number.parseInt('019a9c5e1234', 16));
const target = { type: 'Test', id: 'x', label: 'x' };
const facts = { of: 'a "quoted" \\u0000 text', deep: { list: [1, null, 'two'] } };
const { body } = bodyOf(id, at, systemActor('ena'), { action: 'test.view', target, facts });
const columns: EventColumns = {
  id,
  occurredAt: at,
  action: 'test.view',
  actorType: 'system',
  actorId: 'ena',
  onBehalfOf: null,
  targetType: 'Test',
  targetId: 'x',
  rootType: 'Test',
  rootId: 'x',
  requestId: null,
};
const withPart = (path: string, value: unknown): string => {
  const event = JSON.parse(body) as Record<string, unknown>;
  const [name = '', inner] = path.split('.');
  event[name] = inner === undefined ? value : { ...(event[name] as object), [inner]: value };
  return JSON.stringify(event);
};
/** Asks the database once, and only where something is amiss. */
const viewed = async (text: string, stands: EventColumns[] = [columns]) => {
  let asked = 0;
  const query = () => Promise.resolve(stands.slice(0, ++asked));
  const row = { id, key: '2025-11-19 10:00:00.123+00', body: text, opened: {} };
  const view = (await viewsOf({ query } as never, [row])).get(id);
  return { view, asked };
};

describe('an event', () => {
  it('that the log wrote is shown as its text says, and nothing else is asked for', async () => {
    const { view, asked } = await viewed(body);
    expect(view).toMatchObject({ id, action: 'test.view', facts, actor: { id: 'ena' } });
    expect(view).not.toHaveProperty('isUnreadable');
    expect(asked).toBe(0);
  });

  it.each([
    ['no JSON', 'no JSON'],
    ['an empty text', ''],
    ['a list', '[]'],
    ['a number', '1'],
    ['a commitment', '{"$personal":"x"}'],
    ['U+0000', withPart('facts', { x: '\0' })],
    ['half of a pair', withPart('facts', { x: 'x' }).replace('"x":"x"', '"x":"\\ud800"')],
    ['nobody who acts', withPart('actor', null)],
    ['an actor of another kind', withPart('actor.type', 'martian')],
    ['roles that are a text', withPart('actor.roles', 'curator')],
    ['a number for a target', withPart('target', 1)],
    ['a target without a label', withPart('target', { type: 'Test', id: 'x' })],
    ['an object for changes', withPart('changes', { x: 1 })],
    ['a change of no field', withPart('changes', [{ before: 1, after: 2 }])],
    ['a text for facts', withPart('facts', 'x')],
    ['a list for facts', withPart('facts', [])],
    ['a number for a reason', withPart('reason', 1)],
    ['another moment', withPart('occurredAt', '2026-02-30T00:00:00.000Z')],
    ['no moment', withPart('occurredAt', 1)],
    ['the id of another', withPart('id', '019a9c5e-1234-7abc-8def-000000000000')],
    ['no id', withPart('id', 'x')],
    ['a claim to be unreadable', withPart('isUnreadable', 'x')],
    [
      'nesting without measure',
      body.replace('"facts":{', `"facts":{"x":${'['.repeat(10_000)}${']'.repeat(10_000)},`),
    ],
  ])('with %s is shown by its columns, and marked', async (_, text) => {
    expect(text).not.toBe(body);
    const { view, asked } = await viewed(text);
    expect(view).toEqual(unreadableView(columns));
    expect(asked).toBe(1);
  });

  it('whose month has left the log since is not there', async () => {
    expect(await viewed('no JSON', [])).toEqual({ view: undefined, asked: 1 });
  });

  it('is what the contract says, whatever the columns say', () => {
    const text = fc.string();
    const any = fc.record({
      ...columnArbitraries(text),
      onBehalfOf: fc.option(text),
      requestId: fc.option(text),
    });
    fc.assert(
      fc.property(any, (given) => {
        expect(auditEventView.parse(unreadableView({ ...columns, ...given }))).toMatchObject({
          id,
          isUnreadable: true,
        });
      }),
    );
  });

  it('is what the contract says, whatever its text says', async () => {
    const pieces = [
      '{',
      '}',
      '[',
      ']',
      '"',
      '\\',
      'null',
      ',',
      ':1',
      '"$personal":"',
      '1e999',
      '\\ud800',
      '\\u0000',
    ];
    const splice = fc.record({
      from: fc.nat(body.length),
      length: fc.nat(40),
      put: fc.oneof(fc.string(), fc.json(), fc.constantFrom(...pieces)),
    });
    const spliced = fc
      .array(splice, { minLength: 1, maxLength: 3 })
      .map((splices) =>
        splices.reduce(
          (text, { from, length, put }) => text.slice(0, from) + put + text.slice(from + length),
          body,
        ),
      );
    const paths = Object.keys(JSON.parse(body) as object).flatMap((name) =>
      ['actor', 'target', 'root'].includes(name)
        ? [name, ...['type', 'id', 'name', 'label', 'roles'].map((each) => `${name}.${each}`)]
        : [name],
    );
    const replaced = fc
      .tuple(fc.constantFrom(...paths), fc.jsonValue())
      .map(([path, value]) => withPart(path, value));
    await fc.assert(
      fc.asyncProperty(fc.oneof(fc.string(), fc.json(), spliced, replaced), async (text) => {
        const { view } = await viewed(text);
        expect(auditEventView.safeParse(view).error).toBeUndefined();
        expect(view?.id).toBe(id);
        expect(view?.isUnreadable === true).toBe(viewOf({ body: text, opened: {} })?.id !== id);
      }),
      { numRuns: 1_000 },
    );
  });
});

const columnArbitraries = (text: fc.Arbitrary<string>) => ({
  action: text,
  actorType: text,
  actorId: fc.option(text),
  targetType: text,
  targetId: text,
  rootType: text,
  rootId: text,
});
