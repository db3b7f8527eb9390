import type { NamedPlace } from './bad-place.contract.ts';

const uuid = /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/;

/** @param name as a verification names it in its sentences @returns what that is; what has no form of its own guards the log */
export function placeNamed(name: string): NamedPlace {
  if (name === 'events' || name === 'heads' || name === 'archive')
    return { kind: name, id: null, number: null };
  const [, month] = /^archive of (\d{4}-(?:0[1-9]|1[0-2]))$/.exec(name) ?? [];
  if (month !== undefined) return { kind: 'archive', id: month, number: null };
  const [, numbered, number] = /^(event|segment) (-?\d{1,15})$/.exec(name) ?? [];
  if (numbered === 'event' || numbered === 'segment')
    return { kind: numbered, id: null, number: Number(number) };
  const [, kind, id = ''] = /^(event|hold|key|person|verification|erasure) (.+)$/s.exec(name) ?? [];
  if (kind === 'hold' || kind === 'key' || kind === 'person') return { kind, id, number: null };
  if (kind === 'verification' || kind === 'erasure') return { kind, id, number: null };
  if (kind === 'event' && uuid.test(id)) return { kind, id, number: null };
  return { kind: 'guard', id: name, number: null };
}
