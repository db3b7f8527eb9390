import type { AttemptView } from '@contract/ena/batches/batches.contract.ts';
import { useState } from 'react';
import { useLocale } from 'react-admin';
import { Link } from 'react-router-dom';
import { Icon } from '../../components/Icon.tsx';
import { Identifier } from '../../components/Identifier.tsx';
import { RelativeTime } from '../../components/RelativeTime.tsx';
import { useText } from '../../i18n/useText.ts';
import { bytesInWords } from '../../components/bytesInWords.ts';
import { AnswerList } from './AnswerList.tsx';
import styles from './AttemptCard.module.css';
import { AttemptStatusPill } from './AttemptStatusPill.tsx';
import { durationInWords } from './durationInWords.ts';
import { SettleButton } from './settle/SettleButton.tsx';

type FactProps = { label: string; value: React.ReactNode; className?: string | undefined };

const Fact = ({ label, value, className }: FactProps) =>
  value === null ? null : (
    <div className={className}>
      <dt>{label}</dt>
      <dd>{value}</dd>
    </div>
  );

type DocumentProps = { attempt: AttemptView; kind: 'payload' | 'receipt' };

/** What was sent or answered: the way to it, its size and its hash. */
const DocumentFacts = ({ attempt, kind }: DocumentProps) => {
  const text = useText();
  const locale = useLocale();
  const sha256 = kind === 'payload' ? attempt.payloadSha256 : attempt.receiptSha256;
  const bytes = kind === 'payload' ? attempt.payloadBytes : attempt.receiptBytes;
  return (
    <div>
      <dt>{text(`ena.attempts.${kind}`)}</dt>
      <dd>
        {sha256 === null ? (
          <span className="faint">{text('ena.attempts.noAnswer')}</span>
        ) : (
          <>
            <Link to={`?document=${kind}.${attempt.id}`} className={styles.document}>
              <Icon name="file" />
              {text('ena.attempts.read')}
            </Link>
            <span>{bytesInWords(bytes ?? 0, locale)}</span>
            <Identifier value={sha256} short={12} />
          </>
        )}
      </dd>
    </div>
  );
};

const shown = 3;

const Messages = ({ messages }: Pick<AttemptView, 'messages'>) => {
  const text = useText();
  const [isWhole, setWhole] = useState(false);
  if (messages.length === 0) return null;
  // ENA repeats itself from answer to answer.
  const different = [...new Set(messages)];
  return (
    <div className={styles.messages}>
      <ul aria-label={text('ena.attempts.messages')}>
        {different.slice(0, isWhole ? undefined : shown).map((message) => (
          <li key={message}>
            <bdi>{message}</bdi>
          </li>
        ))}
      </ul>
      {!isWhole && different.length > shown && (
        <button type="button" onClick={() => setWhole(true)}>
          {text('ena.attempts.allMessages', { count: different.length })}
        </button>
      )}
    </div>
  );
};

type AnswersProps = { attempt: AttemptView; isOpen: boolean; onToggle: () => void };

/** Opened on demand: a batch has hundreds of requests. */
const Answers = ({ attempt: { id, answerCount }, isOpen, onToggle }: AnswersProps) => {
  const text = useText();
  if (answerCount === 0) return null;
  return (
    <div className={styles.answers}>
      <button type="button" aria-expanded={isOpen} onClick={onToggle}>
        <Icon name={isOpen ? 'up' : 'down'} size={14} />
        {text('ena.answers.open', { count: answerCount })}
      </button>
      {isOpen && <AnswerList attemptId={id} />}
    </div>
  );
};

/** What was sent, what came back, and what ENA calls it; what is the usual case is not said. */
const AttemptFacts = ({ attempt, isWhole }: { attempt: AttemptView; isWhole: boolean }) => {
  const text = useText();
  const none = <span className="faint">{text('ena.attempts.none')}</span>;
  const { httpStatus, enaSubmissionId, resolvedBy, sentCount, via, submissionAlias } = attempt;
  return (
    <dl className={styles.facts}>
      <DocumentFacts attempt={attempt} kind="payload" />
      <DocumentFacts attempt={attempt} kind="receipt" />
      <Fact label={text('ena.attempts.http')} value={httpStatus ?? none} />
      <Fact
        label={text('ena.attempts.enaId')}
        value={enaSubmissionId === null ? none : <Identifier value={enaSubmissionId} />}
      />
      <Fact label={text('ena.attempts.settledBy')} value={resolvedBy && <bdi>{resolvedBy.name}</bdi>} />
      <Fact
        label={text('ena.attempts.sent')}
        value={sentCount > 1 ? text('ena.attempts.times', { count: sentCount }) : null}
      />
      <Fact
        label={text('ena.attempts.via')}
        value={via === 'webin_cli' ? text('ena.attempts.webinCli') : null}
      />
      {isWhole && (
        <Fact
          label={text('ena.attempts.alias')}
          value={<Identifier value={submissionAlias} />}
          className={styles.alias}
        />
      )}
    </dl>
  );
};

/** One request to ENA: how it ended, what was sent, what came back, what ENA said. */
export const AttemptCard = ({ attempt }: { attempt: AttemptView }) => {
  const text = useText();
  const locale = useLocale();
  const [isOpen, setOpen] = useState(false);
  const { submissionReference, submissionId, number, status, createdAt, finishedAt } = attempt;
  return (
    <article className={styles.card}>
      <header className={styles.head}>
        <AttemptStatusPill status={status} />
        <h3>
          <Link to={`/submissions/${submissionId}`} className="mono">
            <bdi>{submissionReference}</bdi>
          </Link>{' '}
          {text('ena.attempts.number', { number })}
        </h3>
        <span className={styles.when}>
          <RelativeTime value={createdAt} />
          {finishedAt !== null &&
            `, ${text('ena.attempts.took', { time: durationInWords(createdAt, finishedAt, locale) })}`}
        </span>
      </header>
      <AttemptFacts attempt={attempt} isWhole={isOpen || status !== 'accepted'} />
      <Messages messages={attempt.messages} />
      <Answers attempt={attempt} isOpen={isOpen} onToggle={() => setOpen(!isOpen)} />
      {status === 'attention' && <SettleButton attempt={attempt} />}
    </article>
  );
};
