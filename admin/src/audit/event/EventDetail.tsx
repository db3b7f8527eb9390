import type { AuditEventView } from '@contract/audit/audit.contract.ts';
import { Facts, Section } from '../../components/Section.tsx';
import { VisibleText } from '../../components/VisibleText.tsx';
import { useText } from '../../i18n/useText.ts';
import { ChangeList } from './ChangeList.tsx';
import styles from './event.module.css';
import { EventAbout } from './EventAbout.tsx';
import { EventOrigin } from './EventOrigin.tsx';
import { Fact } from './Fact.tsx';
import { factWords } from './fieldWords.ts';
import { UnprovenNote } from './UnprovenNote.tsx';
import { UnreadableNote } from './UnreadableNote.tsx';

type Props = { event: AuditEventView; children?: React.ReactNode };

/** Everything that the log keeps about one event. @param children what the event's own page adds */
export const EventDetail = ({ event, children }: Props) => {
  const text = useText();
  const { reason, changes, facts, isUnreadable } = event;
  const names = Object.keys(facts);
  return (
    <div className={styles.detail}>
      <UnprovenNote id={event.id} isUnreadable={isUnreadable === true} />
      {isUnreadable && <UnreadableNote />}
      <EventAbout event={event} />
      {reason !== null && (
        <Section title={text('audit.column.reason')}>
          <blockquote className={styles.reason} dir="auto">
            <VisibleText value={reason} />
          </blockquote>
        </Section>
      )}
      {changes.length > 0 && (
        <Section title={text('audit.changed')}>
          <ChangeList changes={changes} />
        </Section>
      )}
      {names.length > 0 && (
        <Section title={text('audit.facts')}>
          <Facts
            facts={names.map((name) => ({
              label: factWords(name, text),
              value: <Fact name={name} value={facts[name]} />,
            }))}
          />
        </Section>
      )}
      <EventOrigin event={event} />
      {children}
    </div>
  );
};
