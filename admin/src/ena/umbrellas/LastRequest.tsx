import type { UmbrellaView } from '@contract/ena/umbrellas/umbrella.contract.ts';
import { Identifier } from '../../components/Identifier.tsx';
import { RelativeTime } from '../../components/RelativeTime.tsx';
import { Section } from '../../components/Section.tsx';
import { useText } from '../../i18n/useText.ts';
import lifecycle from '../lifecycle/lifecycle.module.css';
import { RequestAnswerList } from '../lifecycle/RequestAnswerList.tsx';
import { RequestStatusPill } from '../lifecycle/requestColumns.tsx';
import styles from './umbrellas.module.css';

type Request = NonNullable<UmbrellaView['request']>;

const senseOf = ({ status }: Request) =>
  status === 'refused' ? 'bad' : status === 'attention' ? 'doubtful' : undefined;

/** What was asked of ENA last, what ENA said, and every answer with its document. */
export const LastRequest = ({ request }: { request: Request }) => {
  const text = useText();
  const { reference, status, finishedAt, messages, answerCount } = request;
  return (
    <>
      <Section title={text('umbrella.request')}>
        <p className={styles.request}>
          <Identifier value={reference} />
          <RequestStatusPill status={status} />
          {finishedAt !== null && (
            <span className="faint">
              <RelativeTime value={finishedAt} />
            </span>
          )}
        </p>
        {messages.length > 0 && (
          <ul
            className={lifecycle.messages}
            data-sense={senseOf(request)}
            aria-label={text('ena.attempts.messages')}
          >
            {[...new Set(messages)].map((message) => (
              <li key={message}>
                <bdi>{message}</bdi>
              </li>
            ))}
          </ul>
        )}
      </Section>
      {answerCount > 0 && <RequestAnswerList request={request} />}
    </>
  );
};
