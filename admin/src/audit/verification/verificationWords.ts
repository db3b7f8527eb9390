import type { NamedPlace } from '@contract/audit/verification/bad-place.contract.ts';
import type { VerificationView } from '@contract/audit/verification/verification.contract.ts';
import type { Sense } from '../../components/meaning.ts';
import type { Text } from '../../i18n/useText.ts';
import { monthWords } from '../retention/monthWords.ts';

export const senseOfVerification: Record<VerificationView['state'], Sense> = {
  waiting: 'waiting',
  running: 'ours',
  passed: 'good',
  damaged: 'bad',
  failed: 'doubtful',
};

/** A bad place in words: an event by its position or its id, a segment by its number, an archive by its month. */
export const placeWords = ({ kind, id, number }: NamedPlace, text: Text, locale: string): string => {
  if (kind === 'archive' && id !== null)
    return text('logVerification.place.archiveOf', { month: monthWords(id, locale) });
  if (kind === 'event' && number === null) return text('logVerification.place.eventId', { id: id ?? '' });
  return text(`logVerification.place.${kind}`, {
    ...(id !== null && { id }),
    ...(number !== null && { number }),
  });
};

/** @returns e.g. `4.2 s`, `3 min` */
export const tookWords = (from: string, to: string, locale: string): string => {
  const seconds = Math.max(0, (Date.parse(to) - Date.parse(from)) / 1_000);
  const isLong = seconds >= 120;
  return new Intl.NumberFormat(locale, {
    style: 'unit',
    unit: isLong ? 'minute' : 'second',
    unitDisplay: 'short',
    maximumFractionDigits: isLong || seconds >= 10 ? 0 : 1,
  }).format(isLong ? seconds / 60 : seconds);
};

/** Address of the verifier on this server, without the ending: `.mjs`, `.tgz` or `.json`. */
export const programPath = '/.well-known/seqdb-audit-verify';

const given = (file: string) => `${file} --keys seqdb-audit-keys.json --heads seqdb-audit-heads.json`;

/** @param file name of an export */
export const offlineCommand = (file: string): string => `node seqdb-audit-verify.mjs ${given(file)}`;

/**
 * The verifier of this server, by its address: a name would be looked for in a registry, where anybody may have taken it.
 *
 * @param origin of the console, e.g. `https://seqdb.example`
 * @param file name of an export
 */
export const npxCommand = (origin: string, file: string): string =>
  `npx ${origin}${programPath}.tgz ${given(file)}`;
