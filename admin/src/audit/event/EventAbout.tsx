import type { AuditEventView } from '@contract/audit/audit.contract.ts';
import { Link } from 'react-router-dom';
import { Identifier } from '../../components/Identifier.tsx';
import { Isolated } from '../../components/Isolated.tsx';
import { Facts } from '../../components/Section.tsx';
import { useText } from '../../i18n/useText.ts';
import { nameInLog } from '../erasedName.ts';
import { RecordChip } from '../filters/RecordChip.tsx';
import { typeWords } from '../typeWords.ts';
import styles from './event.module.css';
import { RecordLink } from './RecordLink.tsx';
import { WhenExactly } from './WhenExactly.tsx';

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
        <span>
          {' '}
          {text('audit.for')}{' '}
          <RecordLink type="User" id={onBehalfOf.id}>
            <Isolated value={nameInLog('user', onBehalfOf.name, text)} />
          </RecordLink>
        </span>
      )}
    </>
  );
};

/** When it was, who did it, and to what. */
export const EventAbout = ({ event }: { event: AuditEventView }) => {
  const text = useText();
  const { target, root, actor, onBehalfOf, isUnreadable } = event;
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
        {onBehalfOf !== null && (
          <Link to={`/change-log?view=all&onBehalfOf=${encodeURIComponent(onBehalfOf.id)}`}>
            {text('audit.sameBehalf')}
          </Link>
        )}
      </p>
    </>
  );
};
