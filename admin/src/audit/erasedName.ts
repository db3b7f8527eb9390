import type { Text } from '../i18n/useText.ts';
import { typeWords } from './typeWords.ts';

/** The form in which the server writes an erased value, in answers and exports alike. */
const erasedValue = /^\[erased(?: on (\d{4}-\d{2}-\d{2}))?\]$/;

/** The names that the account and the log's own events have for a person who was erased. */
const erasedPeople: ReadonlySet<string> = new Set(['Erased person', 'a person who was erased']);

/** A value of the log; an erased one in the same words as in exports. */
export const valueInLog = (value: string, text: Text): string => {
  const [found, day] = erasedValue.exec(value) ?? [];
  if (found === undefined) return value;
  return day === undefined ? text('audit.erased') : text('audit.erasedOn', { day });
};

/**
 * Whom or what an event is by or about: the name in the log, or one wording for everybody who was erased.
 * @param type of an actor or of what an event is about, since other things may be called anything; what is called by it
 *   is all of its kind, as where somebody was refused a whole list
 */
export const nameInLog = (type: string, name: string, text: Text): string => {
  if (!['user', 'User', 'Session'].includes(type)) return name === type ? typeWords(type, text) : name;
  return erasedPeople.has(name) ? text('audit.erased') : valueInLog(name, text);
};
