import type { Text } from '../i18n/useText.ts';
import { typeWords } from './typeWords.ts';

/** How the server writes a value that was erased, in answers and in exports alike. */
const erasedValue = /^\[erased(?: on (\d{4}-\d{2}-\d{2}))?\]$/;

/** What an erased account is called since, and what the log's own event says of it. */
const erasedPeople: ReadonlySet<string> = new Set(['Erased person', 'a person who was erased']);

/** A value of the log; one that was erased in the words in which exports have it, too. */
export const valueInLog = (value: string, text: Text): string => {
  const [found, day] = erasedValue.exec(value) ?? [];
  if (found === undefined) return value;
  return day === undefined ? text('audit.erased') : text('audit.erasedOn', { day });
};

/**
 * Whom an event is by or about, in one wording for all who were erased; anybody else by the name that the log has.
 * @param type of an actor or of what an event is about, since other things may be called anything; what is called by it
 *   is all of its kind, as where somebody was refused a whole list
 */
export const nameInLog = (type: string, name: string, text: Text): string => {
  if (!['user', 'User', 'Session'].includes(type)) return name === type ? typeWords(type, text) : name;
  return erasedPeople.has(name) ? text('audit.erased') : valueInLog(name, text);
};
