import { useAbility } from '@casl/react';
import type { ProofFlaw } from '@contract/audit/proof/proof.contract.ts';
import { useLocale } from 'react-admin';
import { Link } from 'react-router-dom';
import { StatusPill } from '../../components/StatusPill.tsx';
import { VisibleText } from '../../components/VisibleText.tsx';
import { useText } from '../../i18n/useText.ts';
import type { ConsoleAbility } from '../../providers/ability.ts';
import { reasonWords } from '../reasonWords.ts';
import { placeWords } from '../verification/verificationWords.ts';
import styles from './event.module.css';
import { useProof } from './useProof.ts';

const WhatIsWrong = ({ flaw }: { flaw: ProofFlaw }) => {
  const text = useText();
  const locale = useLocale();
  return (
    <>
      {flaw.kind !== 'event' && `${placeWords(flaw, text, locale)}: `}
      <VisibleText value={reasonWords(flaw.says, flaw.reason, text, locale)} />
    </>
  );
};

/**
 * Warns before everything else of an event whose proof does not hold; nothing for any other, or as long as that is not
 * known.
 *
 * @param isUnreadable it is said already that the log did not write its text
 */
export const UnprovenNote = ({ id, isUnreadable = false }: { id: string; isUnreadable?: boolean }) => {
  const text = useText();
  const ability = useAbility<ConsoleAbility>();
  const all = useProof(id).data?.flaws ?? [];
  const flaws = isUnreadable ? all.filter(({ reason }) => reason.code !== 'flaw.event_text') : all;
  if (flaws.length === 0) return null;
  return (
    <div role="alert" className={styles.unreadable}>
      <StatusPill sense="bad" quiet>
        {text('finding.proof.pill')}
      </StatusPill>
      <div className={styles.unproven}>
        <p>{text('finding.proof.unproven')}</p>
        <ul>
          {flaws.map((flaw) => (
            <li key={flaw.reason.code}>
              <WhatIsWrong flaw={flaw} />
            </li>
          ))}
        </ul>
        <p>{text('logVerification.openPlace')}</p>
      </div>
      {ability.can('read', 'AuditVerification') && (
        <Link to="/log-verification">{text('audit.unreadable.toVerification')}</Link>
      )}
    </div>
  );
};
