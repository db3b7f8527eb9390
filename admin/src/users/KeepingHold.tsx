import type { AuditHoldView } from '@contract/audit/retention/hold.contract.ts';
import { useLocale } from 'react-admin';
import { Link } from 'react-router-dom';
import { holdsAddress } from '../audit/retention/holds/holdsAddress.ts';
import { holdName } from '../audit/retention/holds/HoldWhat.tsx';
import { usePersonName } from '../audit/event/usePersonName.ts';
import { Isolated } from '../components/Isolated.tsx';
import { useText } from '../i18n/useText.ts';
import { useUser } from './useUser.ts';

/**
 * A hold that keeps the person whose page this is: what it names as the reader knows it (the person by the name on the
 * page, others by theirs where the reader may look people up, a submission by its reference), with the way to the hold.
 */
export const KeepingHold = ({ hold }: { hold: AuditHoldView }) => {
  const text = useText();
  const locale = useLocale();
  const shown = useUser();
  const other = hold.kind === 'person' && hold.targetId !== shown.id ? hold.targetId : null;
  const otherName = usePersonName(other);
  const isOfShown = hold.kind === 'person' && other === null;
  const name = isOfShown ? shown.name : (otherName ?? holdName(hold, text, locale));
  return (
    <>
      <span className="faint">{text(`retention.hold.kind.${hold.kind}`)}</span>
      <Link to={holdsAddress([hold.id])}>
        <Isolated value={name} />
      </Link>
      <Isolated className="faint" value={hold.reason} />
    </>
  );
};
