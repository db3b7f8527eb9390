import type { Text } from '../i18n/useText.ts';

const known = [
  'Submission',
  'Record',
  'File',
  'User',
  'Session',
  'Accession',
  'EnaBatch',
  'EnaAttempt',
  'EnaRequest',
  'EnaSchedule',
  'EnaUmbrella',
  'Checklist',
] as const;

/** What an event is about, in words; a type that the catalogue does not know yet is told by its code. */
export const typeWords = (type: string, text: Text): string => {
  const found = known.find((each) => each === type);
  return found === undefined ? type : text(`audit.type.${found}`);
};
