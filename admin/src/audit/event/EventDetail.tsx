import type { AuditEventView } from '@contract/audit/audit.contract.ts';
import { Link } from 'react-router-dom';
import { Identifier } from '../../components/Identifier.tsx';
import { Facts, Section } from '../../components/Section.tsx';
import { useText } from '../../i18n/useText.ts';
import { nameInLog } from '../erasedName.ts';
import { RecordChip } from '../filters/RecordChip.tsx';
import { typeWords } from '../typeWords.ts';
import { ChangeList } from './ChangeList.tsx';
import styles from './event.module.css';
import { Fact } from './Fact.tsx';
import { factWords } from './fieldWords.ts';
import { RecordLink } from './RecordLink.tsx';
import { UnreadableNote } from './UnreadableNote.tsx';
import { WhenExactly } from './WhenExactly.tsx';
import { Isolated } from '../../components/Isolated.tsx';
import { VisibleText } from '../../components/VisibleText.tsx';
import { apart } from '../../components/hiddenCharacters.ts';

const Actor = ({ actor, onBehalfOf }: Pick<AuditEventView, 'actor' | 'onBehalfOf'>) => {
  const text = useText();
  const roles = actor.roles.map((role) => text(`words.role.${role as 'curator'}`)).join(', ');
  return (
    <>
      {actor.type === 'user' && actor.id !== null ? (
        <RecordLink type="User" id={actor.id}>
          <Isolated value={nameInLog(actor.type, actor.name, text)} />
        </RecordLink>
      ) : (
        <Isolated value={nameInLog(actor.type, actor.name, text)} />
      )}
      {roles !== '' && <span className="faint"> {text('audit.as', { roles })}</span>}
      {onBehalfOf !== null && (
        <span> {text('audit.onBehalf', { name: apart(nameInLog('user', onBehalfOf.name, text)) })}</span>
      )}
    </>
  );
};

const About = ({ event }: { event: AuditEventView }) => {
  const text = useText();
  const { target, root, actor, isUnreadable } = event;
  const isWithin = root.id !== target.id;
  return (
    <>
      <Facts
        facts={[
          { label: text('audit.column.when'), value: <WhenExactly value={event.occurredAt} /> },
          { label: text('audit.column.who'), value: <Actor actor={actor} onBehalfOf={event.onBehalfOf} /> },
          {
            label: typeWords(target.type, text),
            value: (
              <>
                <RecordLink type={target.type} id={target.id}>
                  <Isolated value={nameInLog(target.type, target.label, text)} />
                </RecordLink>{' '}
                {!isUnreadable && (
                  <span className="faint">
                    <Identifier value={target.id} short={13} />
                  </span>
                )}
              </>
            ),
          },
          {
            label: text('audit.within'),
            value: isWithin ? (
              <RecordLink type={root.type} id={root.id}>
                {typeWords(root.type, text)} <RecordChip id={root.id} />
              </RecordLink>
            ) : null,
          },
        ]}
      />
      <p className={styles.ways}>
        <Link to={`/change-log?view=all&record=${encodeURIComponent(root.id)}`}>
          {text('audit.sameRecord')}
        </Link>
        {actor.id !== null && (
          <Link to={`/change-log?view=all&actor=${encodeURIComponent(actor.id)}`}>
            {text('audit.sameActor')}
          </Link>
        )}
      </p>
    </>
  );
};

type Props = { event: AuditEventView; children?: React.ReactNode };

/** Everything the log keeps of one event. @param children what its own page adds */
export const EventDetail = ({ event, children }: Props) => {
  const text = useText();
  const { reason, changes, facts, requestId, address, client, isUnreadable } = event;
  const names = Object.keys(facts);
  return (
    <div className={styles.detail}>
      {isUnreadable && <UnreadableNote />}
      <About event={event} />
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
      <Section title={text('audit.request')}>
        <Facts
          facts={[
            { label: text('audit.event'), value: <Identifier value={event.id} /> },
            {
              label: text('audit.requestId'),
              value: requestId && (
                <span className={styles.beside}>
                  <Identifier value={requestId} />
                  <Link to={`/change-log?view=all&requestId=${encodeURIComponent(requestId)}`}>
                    {text('finding.sameRequest')}
                  </Link>
                </span>
              ),
            },
            {
              label: text('audit.address'),
              value: address && (
                <Link to={`/change-log?view=all&address=${encodeURIComponent(address)}`}>
                  <Isolated value={address} />
                </Link>
              ),
            },
            { label: text('audit.client'), value: client && <Isolated value={client} /> },
          ]}
        />
        {requestId === null && event.actor.type === 'system' && !isUnreadable && (
          <p className="faint">{text('audit.noRequest')}</p>
        )}
      </Section>
      {children}
    </div>
  );
};
