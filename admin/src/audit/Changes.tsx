import type { AuditEventView } from '@contract/audit/audit.contract.ts';
import { Diff } from '../components/Diff.tsx';
import { useText } from '../i18n/useText.ts';
import styles from './audit.module.css';

/** A record's attributes are named `attribute:…` in the log, so that they are not taken for its own fields. */
const fieldName = (field: string) => field.replace(/^attribute:/, '');

/** Before and after of every changed field, the changed words marked. */
export const Changes = ({ changes }: Pick<AuditEventView, 'changes'>) => {
  const text = useText();
  if (changes.length === 0) return <p className={styles.none}>{text('audit.noChanges')}</p>;
  return (
    <dl className={styles.changes}>
      {changes.map(({ field, before, after }) => (
        <div key={field}>
          <dt>
            <bdi>{fieldName(field)}</bdi>
          </dt>
          <dd>
            <Diff before={before} after={after} />
          </dd>
        </div>
      ))}
    </dl>
  );
};
