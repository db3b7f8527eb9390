import type { Text, TextKey } from '../../i18n/useText.ts';

const wanted = [
  'approve',
  'cancel',
  'change-roles',
  'claim',
  'create',
  'download',
  'erase',
  'export',
  'hold',
  'import',
  'lift',
  'modify',
  'pause',
  'read',
  'reject',
  'release',
  'remove',
  'request-changes',
  'resolve',
  'retry',
  'revise',
  'revoke-sessions',
  'run',
  'send',
  'settle',
  'submit',
  'suppress',
  'take',
  'test',
  'update',
  'validate',
  'withdraw',
] as const;
const held = ['submission', 'record', 'person', 'period'] as const;
const asked = ['hold', 'release', 'cancel', 'suppress', 'modify'] as const;
const outcomes = ['complete', 'cut', 'failed', 'abandoned', 'accepted', 'refused', 'needs_person'] as const;

type Words = readonly (readonly [value: string, key: TextKey])[];

const keyed = <Value extends string>(values: readonly Value[], keyOf: (value: Value) => TextKey): Words =>
  values.map((value) => [value, keyOf(value)]);

/** The words for the codes of each fact. Names of files, and what others said, are not codes and have no words. */
const words = new Map<string, ReadonlyMap<string, TextKey>>(
  Object.entries({
    action: new Map(keyed(wanted, (value) => `audit.value.action.${value}`)),
    format: new Map(keyed(['csv', 'jsonl', 'xlsx'] as const, (value) => `audit.export.${value}.name`)),
    kind: new Map([
      ...keyed(held, (value) => `retention.hold.kind.${value}`),
      ...keyed(asked, (value) => `lifecycle.kind.${value}`),
    ]),
    document: new Map(
      keyed(['payload', 'receipt', 'answer'] as const, (value) => `audit.value.document.${value}`),
    ),
    environment: new Map(
      keyed(['sandbox', 'test', 'production'] as const, (value) => `words.environment.${value}`),
    ),
    origin: new Map(keyed(['schedule', 'person'] as const, (value) => `audit.value.origin.${value}`)),
    outcome: new Map(keyed(outcomes, (value) => `audit.value.outcome.${value}`)),
    purpose: new Map(keyed(['heads', 'exports'] as const, (value) => `audit.value.purpose.${value}`)),
    token: new Map([
      ['access', 'audit.value.token.access'],
      ['refresh', 'audit.value.token.refresh'],
      ['download link', 'audit.value.token.link'],
    ] as const),
  }),
);

/** A fact's code in words; undefined for a value that is no code, or a code that the catalogue does not know. */
export const valueWords = (fact: string, value: unknown, text: Text): string | undefined => {
  const key = typeof value === 'string' ? words.get(fact)?.get(value) : undefined;
  return key && text(key);
};
