import type { UmbrellaView } from '@contract/ena/umbrellas/umbrella.contract.ts';
import { Identifier } from '../../components/Identifier.tsx';
import { RelativeTime } from '../../components/RelativeTime.tsx';
import { Section } from '../../components/Section.tsx';
import { useText } from '../../i18n/useText.ts';
import { RequestAnswerList } from '../lifecycle/RequestAnswerList.tsx';
import { RequestStatusPill } from '../lifecycle/requestColumns.tsx';
import { RequestMessages } from './RequestMessages.tsx';
import styles from './umbrellas.module.css';

type Request = NonNullable<UmbrellaView['request']>;

/** What was asked of ENA last, what ENA said, and every answer with its document. */
export const LastRequest = ({ request }: { request: Request }) => {
  const text = useText();
  const { reference, status, finishedAt, answerCount } = request;
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
        <RequestMessages request={request} />
      </Section>
      {answerCount > 0 && <RequestAnswerList request={request} />}
    </>
  );
};
