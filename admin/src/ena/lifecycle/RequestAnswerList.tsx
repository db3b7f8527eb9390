import type { RequestView } from '@contract/ena/lifecycle/request.contract.ts';
import Button from '@mui/material/Button';
import { useDataProvider, useLocale, useNotify } from 'react-admin';
import { ErrorState } from '../../components/ErrorState.tsx';
import { Icon } from '../../components/Icon.tsx';
import { RelativeTime } from '../../components/RelativeTime.tsx';
import { saveFile } from '../../components/saveFile.ts';
import { Section } from '../../components/Section.tsx';
import { StatusPill } from '../../components/StatusPill.tsx';
import { useText } from '../../i18n/useText.ts';
import type { ConsoleDataProvider } from '../../providers/dataProvider.ts';
import { senseOfAnswer } from '../attempts/answerSenses.ts';
import { latencyInWords } from '../attempts/durationInWords.ts';
import { useGrowingList } from '../attempts/useAnswers.ts';
import { bytesInWords } from '../../components/bytesInWords.ts';
import styles from './lifecycle.module.css';

/** Saves what was sent or answered, exactly as it is kept. */
const SaveButton = ({ path, name, bytes }: { path: string; name: string; bytes: number }) => {
  const text = useText();
  const locale = useLocale();
  const notify = useNotify();
  const provider = useDataProvider<ConsoleDataProvider>();
  const save = async () => {
    try {
      const { blob, name: given } = await provider.download(path);
      saveFile(blob, given ?? name);
    } catch (error) {
      notify(error instanceof Error ? error.message : String(error), { type: 'error' });
    }
  };
  return (
    <Button size="small" startIcon={<Icon name="download" />} onClick={() => void save()}>
      {text('lifecycle.save', { size: bytesInWords(bytes, locale) })}
    </Button>
  );
};

/** What was asked of ENA for the request, and every answer. */
export const RequestAnswerList = ({
  request: { id, payloadBytes },
}: {
  request: Pick<RequestView, 'id' | 'payloadBytes'>;
}) => {
  const text = useText();
  const locale = useLocale();
  const provider = useDataProvider<ConsoleDataProvider>();
  const { items, error, refetch, hasMore, isGrowing, grow } = useGrowingList(
    ['ena-requests', 'answers', id],
    (query) => provider.requestAnswers(id, query),
  );
  return (
    <Section
      title={text('ena.answers.title')}
      actions={
        payloadBytes !== null && (
          <SaveButton path={`/ena/requests/${id}/payload`} name={`${id}-payload.xml`} bytes={payloadBytes} />
        )
      }
    >
      {error !== null && <ErrorState error={error} isInline onRetry={() => void refetch()} />}
      <ul className={styles.list}>
        {items?.map((answer) => (
          <li key={answer.id}>
            <span>{text(`lifecycle.asked.${answer.asked}`)}</span>
            <span className={styles.answer}>
              <StatusPill sense={senseOfAnswer[answer.meaning]} quiet>
                {text(`ena.answers.meaning.${answer.meaning}`)}
              </StatusPill>
              {answer.httpStatus !== null && (
                <span className="faint">{text('ena.answers.http', { status: answer.httpStatus })}</span>
              )}
              {answer.durationMs !== null && (
                <span className="faint">{latencyInWords(answer.durationMs, locale)}</span>
              )}
              <span className="faint">
                <RelativeTime value={answer.askedAt} />
              </span>
              {answer.message !== null && <bdi className={styles.said}>{answer.message}</bdi>}
            </span>
            {answer.bytes !== null && (
              <SaveButton
                path={`/ena/request-answers/${answer.id}/document`}
                name={`${answer.id}-answer.xml`}
                bytes={answer.bytes}
              />
            )}
          </li>
        ))}
      </ul>
      {hasMore && (
        <Button size="small" loading={isGrowing} onClick={grow}>
          {text('ena.answers.more')}
        </Button>
      )}
    </Section>
  );
};
