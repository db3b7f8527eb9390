// Which texts the log writes (`bodyOf`): what is none of these was put there by somebody with power over the tables. Both
// verifications go by this, and name any other, however right its hashes are.
import { reveal } from './commitment.ts';
import { isEvent } from './event-shape.ts';
import { PlainJson } from './plain-json.ts';
import { readText } from './readable-text.ts';

/**
 * Whether the log writes such a text: an event in every part that is shown, as canonical JSON (RFC 8785: names in their
 * order and each once, nothing between them), which the database reads. Whose its values are is for `commitmentsOf`.
 */
export function isLogText(text: string): boolean {
  const bytes = Buffer.from(text);
  return (text.isWellFormed() && isPlainLogText(bytes, 0, bytes.length)) || isParsedLogText(text);
}

/** As `isLogText`, by the parser of JSON. */
export function isParsedLogText(text: string): boolean {
  const stated = readText(text);
  if (!stated || (stated['v'] !== 1 && stated['v'] !== 2)) return false;
  try {
    return canonical(stated) === text && isEvent(reveal(stated, noValues));
  } catch (error) {
    if (error instanceof RangeError) return false; // nested too deeply
    throw error;
  }
}

const noValues: ReadonlyMap<string, string> = new Map();

/** @returns `undefined` in place of an object that looks like a commitment and is none */
function canonical(value: unknown): string | undefined {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (Object.hasOwn(value, '$personal') && !isCommitment(value as Record<string, unknown>)) return undefined;
  const members = Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1));
  return `{${members.map(([name, each]) => `${JSON.stringify(name)}:${canonical(each)}`).join(',')}}`;
}

function isCommitment({ $personal: commitment, of = null, ...others }: Readonly<Record<string, unknown>>) {
  const isHash = typeof commitment === 'string' && /^[\da-f]{64}$/.test(commitment);
  return isHash && (of === null || typeof of === 'string') && Object.keys(others).length === 0;
}

const mark = {
  action: '{"action":"',
  actor: '","actor":{"id":"',
  name: '","name":',
  roles: ',"roles":[',
  actorType: '],"type":"',
  address: '"},"address":',
  changes: ',"changes":[',
  after: '{"after":',
  before: ',"before":',
  field: ',"field":"',
  endOfChange: '"}',
  client: '],"client":',
  facts: ',"facts":',
  id: ',"id":"',
  occurredAt: '","occurredAt":"',
  onBehalfOf: '","onBehalfOf":',
  onBehalfOfId: '{"id":"',
  reason: ',"reason":',
  requestId: ',"requestId":',
  root: ',"root":{"id":"',
  rootType: '","type":"',
  target: '"},"target":{"id":"',
  label: '","label":',
  targetType: ',"type":"',
  end: '"},"v":1}',
  endWithOwners: '"},"v":2}',
  null: 'null',
  quote: '"',
  brace: '}',
} as const;
/** What stands in every text between what differs: names are in the order of the alphabet. */
export const marks = Object.fromEntries(
  Object.entries(mark).map(([name, text]) => [name, Buffer.from(text)]),
) as Record<keyof typeof mark, Buffer>;
const ends = [marks.endWithOwners, marks.end];
export const actorTypes: readonly Buffer[] = ['user', 'system', 'service'].map((type) => Buffer.from(type));

const openBrace = 0x7b;
const closeBracket = 0x5d;
const comma = 0x2c;
const json = new PlainJson();

/**
 * Whether the text that lies from `from` up to `to` is one of the log's, as nearly all are written. Of one that is not the
 * parser may still find that it is.
 *
 * @param bytes UTF-8
 */
export function isPlainLogText(bytes: Buffer, from: number, to: number): boolean {
  json.bytes = bytes;
  json.place = from;
  json.past(marks.action);
  json.toQuote();
  json.past(marks.actor);
  json.toQuote();
  json.past(marks.name);
  json.name();
  json.past(marks.roles);
  json.texts();
  json.past(marks.actorType);
  json.pastAny(actorTypes);
  json.past(marks.address);
  json.nameOrNull();
  pastChangesAndFacts(json);
  json.past(marks.id);
  json.uuid();
  json.past(marks.occurredAt);
  json.moment();
  json.past(marks.onBehalfOf);
  if (bytes[json.place] === openBrace) {
    json.past(marks.onBehalfOfId);
    json.toQuote();
    json.past(marks.name);
    json.name();
    json.past(marks.brace);
  } else json.past(marks.null);
  json.past(marks.reason);
  json.nameOrNull();
  json.past(marks.requestId);
  json.textOrNull();
  json.past(marks.root);
  json.toQuote();
  json.past(marks.rootType);
  json.toQuote();
  json.past(marks.target);
  json.toQuote();
  json.past(marks.label);
  json.name();
  json.past(marks.targetType);
  json.toQuote();
  json.pastAny(ends);
  return json.place === to;
}

/** From the end of the address up to the id. */
export function pastChangesAndFacts(walk: PlainJson): void {
  const { bytes } = walk;
  walk.past(marks.changes);
  if (bytes[walk.place] !== closeBracket)
    for (pastChange(walk); bytes[walk.place] === comma; pastChange(walk)) walk.place += 1;
  walk.past(marks.client);
  walk.nameOrNull();
  walk.past(marks.facts);
  walk.object();
}

function pastChange(walk: PlainJson): void {
  walk.past(marks.after);
  walk.value();
  walk.past(marks.before);
  walk.value();
  walk.past(marks.field);
  walk.toQuote();
  walk.past(marks.endOfChange);
}
