import type { AnswerView } from '@contract/ena/sending/answers.contract.ts';
import Button from '@mui/material/Button';
import { useLocale } from 'react-admin';
import { Link } from 'react-router-dom';
import { ErrorState } from '../../components/ErrorState.tsx';
import { RelativeTime } from '../../components/RelativeTime.tsx';
import { StatusPill } from '../../components/StatusPill.tsx';
import { useText } from '../../i18n/useText.ts';
import { bytesInWords } from '../../components/bytesInWords.ts';
import styles from './AnswerList.module.css';
import { senseOfAnswer } from './answerSenses.ts';
import { latencyInWords } from './durationInWords.ts';
import { useAnswers } from './useAnswers.ts';

const Answer = ({ answer, attemptId }: { answer: AnswerView; attemptId: string }) => {
  const text = useText();
  const locale = useLocale();
  const { id, asked, meaning, message, askedAt, durationMs, httpStatus, bytes, isDeciding } = answer;
  return (
    <tr>
      <td>
        {text(`ena.answers.asked.${asked}`)}
        {message !== null && (
          <span className={styles.message}>
            <bdi>{message}</bdi>
          </span>
        )}
      </td>
      <td>
        <StatusPill sense={senseOfAnswer[meaning]} quiet>
          {text(`ena.answers.meaning.${meaning}`)}
        </StatusPill>
        {isDeciding && <span className={styles.note}>{text('ena.answers.deciding')}</span>}
      </td>
      <td className={styles.number}>{httpStatus ?? '–'}</td>
      <td className={styles.number}>{durationMs === null ? '–' : latencyInWords(durationMs, locale)}</td>
      <td>
        <RelativeTime value={askedAt} />
      </td>
      <td>
        {bytes === null ? (
          <span className="faint">{text('ena.answers.nothing')}</span>
        ) : (
          <Link to={`?document=answer.${attemptId}.${id}`}>
            {text('ena.answers.read', { size: bytesInWords(bytes, locale) })}
          </Link>
        )}
      </td>
    </tr>
  );
};

const columns = ['asked', 'meaning', 'http', 'took', 'when', 'document'] as const;

/** Every answer to one request: what was asked, what was made of the answer, how long it took, and the bytes. */
export const AnswerList = ({ attemptId }: { attemptId: string }) => {
  const text = useText();
  const { items, error, refetch, hasMore, isGrowing, grow } = useAnswers(attemptId);
  if (error !== null && items === undefined)
    return <ErrorState error={error} isInline onRetry={() => void refetch()} />;
  if (items === undefined) return <p className="faint">{text('parts.list.loading')}</p>;
  if (items.length === 0) return <p className="faint">{text('ena.answers.empty')}</p>;
  return (
    // Scrolled to the side on narrow screens, and so in reach of the keyboard.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
    <div className={styles.scroll} tabIndex={0} role="region" aria-label={text('ena.answers.title')}>
      <table className={styles.table}>
        <thead>
          <tr>
            {columns.map((column) => (
              <th key={column} scope="col">
                {text(`ena.answers.column.${column}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {items.map((answer) => (
            <Answer key={answer.id} answer={answer} attemptId={attemptId} />
          ))}
        </tbody>
      </table>
      {hasMore && (
        <Button size="small" loading={isGrowing} onClick={grow}>
          {text('ena.answers.more')}
        </Button>
      )}
    </div>
  );
};
