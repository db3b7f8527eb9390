import Button from '@mui/material/Button';
import { useText, type Text } from '../i18n/useText.ts';
import { ApiProblem } from '../providers/problem.ts';
import { classes } from './classes.ts';
import styles from './ErrorState.module.css';
import { Identifier } from './Identifier.tsx';
import { SenseMark } from './SenseMark.tsx';

const titleOf = (error: unknown, text: Text): string => {
  if (!(error instanceof ApiProblem)) return text('parts.error.other');
  if (error.code === 'network.unreachable') return text('parts.error.network');
  if (error.status === 403) return text('parts.error.forbidden');
  return error.status === 404 ? text('parts.error.notFound') : text('parts.error.other');
};

const detailOf = (error: unknown, isInline: boolean, text: Text): string => {
  if (!(error instanceof ApiProblem)) return error instanceof Error ? error.message : String(error);
  if (error.code === 'network.unreachable')
    return text(isInline ? 'parts.error.networkDetailInline' : 'parts.error.networkDetail');
  if (error.status === 404) return text('parts.error.notFoundDetail');
  if (error.code === 'http.unexpected_answer')
    return text('parts.error.unexpected', { status: error.status });
  return error.message;
};

/** What each field or row of a refused request has to do with it. */
export const ProblemErrors = ({ error }: { error: unknown }) => {
  if (!(error instanceof ApiProblem)) return null;
  const errors = error.errors.filter(({ message }) => message !== error.message);
  if (errors.length === 0) return null;
  return (
    <ul className={styles.errors}>
      {errors.map(({ path, message }) => (
        <li key={`${path} ${message}`}>
          {path !== '' && (
            <code>
              <bdi>{path}</bdi>
            </code>
          )}{' '}
          {message}
        </li>
      ))}
    </ul>
  );
};

type Props = {
  error: unknown;
  /** What is said instead of the general title, where the page knows better. */
  title?: string;
  onRetry?: () => void;
  /** Inside a page that goes on, instead of in place of one. */
  isInline?: boolean;
};

/** What happened, what was kept, what to do, and the request id that support can look up. */
export const ErrorState = ({ error, title, onRetry, isInline = false }: Props) => {
  const text = useText();
  const requestId = error instanceof ApiProblem ? error.requestId : null;
  return (
    <div role="alert" className={classes(styles.state, isInline && styles.inline)}>
      <h2>
        <SenseMark sense="bad" size={14} />
        {title ?? titleOf(error, text)}
      </h2>
      <p className={styles.detail}>{detailOf(error, isInline, text)}</p>
      <ProblemErrors error={error} />
      {onRetry && (
        <Button size="small" onClick={onRetry}>
          {text('parts.error.retry')}
        </Button>
      )}
      {requestId !== null && (
        <p className={styles.request}>
          {text('parts.error.request')} <Identifier value={requestId} />
        </p>
      )}
    </div>
  );
};
