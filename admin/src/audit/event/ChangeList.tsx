import type { AuditEventView } from '@contract/audit/audit.contract.ts';
import { useText } from '../../i18n/useText.ts';
import { Change } from './Change.tsx';
import styles from './event.module.css';
import { fieldWords } from './fieldWords.ts';
import { Isolated } from '../../components/Isolated.tsx';
import { plainText } from '../../components/hiddenCharacters.ts';

/** The changes, field by field: what was removed is struck out, what was added is underlined. */
export const ChangeList = ({ changes }: { changes: AuditEventView['changes'] }) => {
  const text = useText();
  return (
    <dl className={styles.changes}>
      {changes.map((change) => (
        <div key={change.field}>
          <dt title={plainText(change.field)}>
            <Isolated value={fieldWords(change.field, text)} />
          </dt>
          <dd>
            <Change {...change} />
          </dd>
        </div>
      ))}
    </dl>
  );
};
