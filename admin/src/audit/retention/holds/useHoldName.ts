import type { AuditHoldView } from '@contract/audit/retention/hold.contract.ts';
import { useLocale } from 'react-admin';
import { useText } from '../../../i18n/useText.ts';
import { usePersonName } from '../../event/usePersonName.ts';
import { holdName } from './HoldWhat.tsx';
import { apart } from '../../../components/hiddenCharacters.ts';

/** What a hold is called within a sentence, a person by their present name, for those who may look people up. */
export const useHoldName = (hold: AuditHoldView): string => {
  const text = useText();
  const locale = useLocale();
  const person = usePersonName(hold.kind === 'person' ? hold.targetId : null);
  return apart(person ?? holdName(hold, text, locale));
};
