import { useCallback } from 'react';
import { useLocale } from 'react-admin';
import { useText } from '../i18n/useText.ts';
import { inOrder, type Role } from './roles.ts';

/** Roles in words, as the language lists things: `Administrator and Curator`. */
export const useRoleNames = () => {
  const text = useText();
  const locale = useLocale();
  return useCallback(
    (roles: readonly Role[]) =>
      new Intl.ListFormat(locale, { type: 'conjunction' }).format(
        inOrder(roles).map((role) => text(`words.role.${role}`)),
      ),
    [text, locale],
  );
};
