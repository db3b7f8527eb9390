// Lists, filters and permissions go by the columns beside an event's text, while only the text is sealed: a column
// that says something else than the text would hide an event from whoever looks for it.

/** What the columns repeat, in this order. */
const names = [
  'id',
  'occurred_at',
  'action',
  'actor_type',
  'actor_id',
  'on_behalf_of',
  'target_type',
  'target_id',
  'root_type',
  'root_id',
  'request_id',
] as const;

/** Fields for COPY … (FORMAT binary): the moment as PostgreSQL keeps it, texts with a sign before those that are not NULL. */
export const columnsSql = names
  .map((name) => {
    if (name === 'occurred_at') return 'coalesce(extract(epoch FROM e.occurred_at) * 1000, 0)::int8';
    return name === 'id' ? `coalesce(e.id::text, '')` : `coalesce('=' || e.${name}, '')`;
  })
  .join(', ');
export const columnCount = names.length;

type Named = { type: string; id: string };
type Head = { action: string; actor: Named };
type Tail = {
  id: string;
  occurredAt: string;
  onBehalfOf: { id: string } | null;
  root: Named;
  target: Named;
  requestId: string | null;
};

/**
 * @param body an event's text, canonical JSON
 * @param fields as `columnsSql` gives them
 * @returns the first column that says something else; `body` when the text is none of ours
 */
export function unlikeColumn(body: Buffer, fields: readonly Buffer[]): string | undefined {
  const stated = statedIn(body.toString());
  if (!stated) return 'body';
  const [id, at, ...texts] = fields as [Buffer, Buffer, ...Buffer[]];
  if (id.toString() !== stated.id) return 'id';
  if (Number(at.readBigInt64BE()) !== Date.parse(stated.occurredAt)) return 'occurred_at';
  const { action, actor, onBehalfOf, target, root, requestId } = stated;
  const expected = [
    action,
    actor.type,
    actor.id,
    onBehalfOf?.id,
    target.type,
    target.id,
    root.type,
    root.id,
    requestId,
  ];
  const unlike = texts.findIndex((field, index) => {
    const value = expected[index];
    return field.toString() !== (value === null || value === undefined ? '' : `=${value}`);
  });
  return unlike < 0 ? undefined : names[unlike + 2];
}

const headEnd = '},"address":';
const tailMark = ',"occurredAt":"';
/** From the comma before the id, a UUID, to the mark. */
const idLength = ',"id":""'.length + 36;

/**
 * What stands before and after the changes and facts, which may be long and are of no interest here. Keys are in the
 * order of the alphabet, so the actor's end is the first of these marks and the moment the last: neither can be within
 * a text, whose quotes are escaped.
 */
function statedIn(text: string): (Head & Tail) | undefined {
  const [head, tail] = [text.indexOf(headEnd), text.lastIndexOf(tailMark)];
  try {
    const start = JSON.parse(`${text.slice(0, head)}}}`) as Head;
    const end = JSON.parse(`{${text.slice(tail - idLength + 1)}`) as Tail;
    const isWhole = [start.actor, end.root, end.target].every(({ type, id }) => type && id !== undefined);
    return isWhole ? { ...end, ...start } : undefined;
  } catch {
    return undefined; // not as we write it
  }
}
