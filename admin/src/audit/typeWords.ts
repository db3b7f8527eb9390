import type { Text } from '../i18n/useText.ts';

/** What events are about, and what somebody may be refused, in the order in which it is offered. */
export const types = [
  'Submission',
  'Record',
  'File',
  'Accession',
  'User',
  'Session',
  'Erasure',
  'EnaBatch',
  'EnaAttempt',
  'EnaRequest',
  'EnaUpload',
  'EnaProblem',
  'EnaSchedule',
  'EnaScheduleRun',
  'EnaUmbrella',
  'EnaConnection',
  'SystemHealth',
  'Checklist',
  'AuditEvent',
  'AuditExport',
  'AuditExportSchedule',
  'AuditVerification',
  'AuditHold',
  'AuditMonth',
  'AuditRetention',
  'AuditCheckpoint',
  'AuditKey',
] as const;

/** The type of what an event is about, in words; one that the catalogue does not know yet is shown by its code. */
export const typeWords = (type: string, text: Text): string => {
  const found = types.find((each) => each === type);
  return found === undefined ? type : text(`audit.type.${found}`);
};
