/** Place of an event in the stream: its transaction and its number, written `<xid>.<id>`. */
export type StreamPosition = { readonly xid: bigint; readonly id: bigint };

export const beginning: StreamPosition = { xid: 0n, id: 0n };

const mostXid = 2n ** 64n - 1n;
const mostId = 2n ** 63n - 1n;

/** @returns undefined for anything that is no position of ours: a header may hold whatever a client likes */
export function parsePosition(text: string): StreamPosition | undefined {
  const match = /^(\d{1,20})\.(\d{1,19})$/.exec(text);
  if (!match) return undefined;
  const [xid, id] = [BigInt(match[1] ?? ''), BigInt(match[2] ?? '')];
  return xid <= mostXid && id <= mostId ? { xid, id } : undefined;
}

export const isAfter = (one: StreamPosition, other: StreamPosition): boolean =>
  one.xid === other.xid ? one.id > other.id : one.xid > other.xid;
