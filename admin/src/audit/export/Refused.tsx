import { Identifier } from '../../components/Identifier.tsx';
import { SenseMark } from '../../components/SenseMark.tsx';
import { useText } from '../../i18n/useText.ts';
import { ApiProblem } from '../../providers/problem.ts';
import styles from './Refused.module.css';
import { takingWords } from './takingWords.ts';

/** Why a file was not sent, below the button that asked for it, until it is asked for again. */
export const Refused = ({ error }: { error: unknown }) => {
  const text = useText();
  if (error === null) return null;
  const requestId = error instanceof ApiProblem ? error.requestId : null;
  return (
    <span role="alert" className={styles.refused}>
      <SenseMark sense="bad" size={14} />
      <span>
        {takingWords(error, text)}
        {requestId !== null && (
          <span className="faint">
            {' '}
            {text('parts.error.request')} <Identifier value={requestId} short={13} />
          </span>
        )}
      </span>
    </span>
  );
};
