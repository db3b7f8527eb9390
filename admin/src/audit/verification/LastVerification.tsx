import type { VerificationView } from '@contract/audit/verification/verification.contract.ts';
import { useLocale } from 'react-admin';
import { Facts } from '../../components/Section.tsx';
import { StatusPill } from '../../components/StatusPill.tsx';
import { VisibleText } from '../../components/VisibleText.tsx';
import { type Text, useText } from '../../i18n/useText.ts';
import { useSession } from '../../providers/useSession.ts';
import { PersonName } from '../event/PersonName.tsx';
import { reasonWords } from '../reasonWords.ts';
import { WhenExactly } from '../event/WhenExactly.tsx';
import { BadPlace, OtherPlaces, WhatIsWrong } from './Damage.tsx';
import { flawsOf } from './flawsOf.ts';
import { senseOfVerification, tookWords } from './verificationWords.ts';
import styles from './VerificationPage.module.css';

/** Nothing for a run without a final count: once it has found damage, it only looks for more. */
const coveredWords = ({ state, events, segments }: VerificationView, text: Text): string | null =>
  state !== 'passed' && events === 0
    ? null
    : text('logVerification.covered', {
        events: text('logVerification.events', { count: events }),
        segments: text('logVerification.segments', { count: segments }),
      });

const headWords = (
  { comparedHeads, doubt, state, reasons }: VerificationView,
  text: Text,
  locale: string,
): string | null => {
  if (doubt !== null)
    return text('logVerification.noHeads', { doubt: reasonWords(doubt, reasons.doubt, text, locale) });
  return comparedHeads === null || state !== 'passed'
    ? null
    : text('logVerification.heads', { count: comparedHeads });
};

/** Nothing if no month has left the log. */
const archiveWords = (
  { archives, archivesDoubt, reasons }: VerificationView,
  text: Text,
  locale: string,
): string | null => {
  if (archivesDoubt !== null)
    return text('logVerification.noArchives', {
      doubt: reasonWords(archivesDoubt, reasons.archivesDoubt, text, locale),
    });
  return archives ? text('logVerification.archives', { count: archives }) : null;
};

/** Who requested the run; other people by name, for those who may look people up. */
const Asker = ({ id }: { id: string }) => {
  const text = useText();
  const myId = useSession()?.me.id;
  if (id === 'audit') return text('logVerification.by.nightly');
  if (id === myId) return text('logVerification.by.me');
  return <PersonName id={id} unknown={text('logVerification.by.other')} />;
};

/** How a run ended: first whether the log is whole, then what that is based on. Damage is shown with its place. */
export const LastVerification = ({ run }: { run: VerificationView }) => {
  const text = useText();
  const locale = useLocale();
  const { state, startedAt, finishedAt, says } = run;
  const isDamaged = state === 'damaged';
  const { flaws, unnamed } = flawsOf(run);
  const [first, ...others] = flaws;
  return (
    <div className={styles.last} data-state={state}>
      <p className={styles.outcome}>
        <StatusPill sense={senseOfVerification[state]}>{text(`logVerification.state.${state}`)}</StatusPill>
        <strong>{text(`logVerification.says.${state as 'passed'}`)}</strong>
      </p>
      <Facts
        facts={[
          {
            label: text('logVerification.fact.place'),
            value: first && <BadPlace place={first} />,
          },
          {
            label: text(`logVerification.fact.${isDamaged ? 'says' : 'why'}`),
            value: first ? (
              <WhatIsWrong flaw={first} />
            ) : (
              says && <VisibleText value={reasonWords(says, run.reasons.says, text, locale)} />
            ),
          },
          {
            label: text('logVerification.fact.others'),
            value: others.length > 0 ? <OtherPlaces flaws={others} unnamed={unnamed} /> : null,
          },
          { label: text('logVerification.fact.covered'), value: coveredWords(run, text) },
          { label: text('logVerification.fact.heads'), value: headWords(run, text, locale) },
          { label: text('logVerification.fact.archives'), value: archiveWords(run, text, locale) },
          {
            label: text('logVerification.fact.when'),
            value: finishedAt && <WhenExactly value={finishedAt} />,
          },
          {
            label: text('logVerification.fact.took'),
            value: startedAt && finishedAt && tookWords(startedAt, finishedAt, locale),
          },
          { label: text('logVerification.fact.by'), value: <Asker id={run.requestedBy} /> },
        ]}
      />
      {isDamaged && <p>{text('logVerification.openPlace')}</p>}
    </div>
  );
};
