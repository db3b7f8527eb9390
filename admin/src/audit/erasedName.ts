import type { Text } from '../i18n/useText.ts';

/** How the log names somebody who was erased: by the day, without one, as their account is called, and as its own event says. */
const erased = /^(?:\[erased(?: on \d{4}-\d{2}-\d{2})?\]|Erased person|a person who was erased)$/;

/**
 * Whom an event is by or about, in one wording for all who were erased; anybody else by the name that the log has.
 * @param type of an actor or of what an event is about, since other things may be called anything
 */
export const nameInLog = (type: string, name: string, text: Text): string =>
  ['user', 'User', 'Session'].includes(type) && erased.test(name) ? text('audit.erasedPerson') : name;
