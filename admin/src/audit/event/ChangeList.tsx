import type { AuditEventView } from '@contract/audit/audit.contract.ts';
import { Diff } from '../../components/Diff.tsx';
import { Icon } from '../../components/Icon.tsx';
import { useText } from '../../i18n/useText.ts';
import { differenceOf } from './difference.ts';
import styles from './event.module.css';
import { FactValue } from './FactValue.tsx';
import { fieldWords } from './fieldWords.ts';
import { PersonName } from './PersonName.tsx';

type Change = AuditEventView['changes'][number];

/** People stand in the log by their ids; where the reader may know them, the name stands beside. */
const Value = ({ field, value }: { field: string; value: unknown }) =>
  field.endsWith('Id') && typeof value === 'string' && field !== 'taxonId' ? (
    <PersonName id={value} />
  ) : (
    <FactValue value={value} />
  );

const Items = ({ items, change }: { items: readonly unknown[]; change: 'removed' | 'added' | 'kept' }) => {
  const Tag = change === 'removed' ? 'del' : change === 'added' ? 'ins' : 'span';
  return items.map((item) => (
    <Tag key={`${change} ${JSON.stringify(item)}`} className={styles[change]}>
      <FactValue value={item} />
    </Tag>
  ));
};

const ChangeValue = ({ field, before, after }: Change) => {
  const difference = differenceOf(before, after);
  switch (difference.kind) {
    case 'set':
      return (
        <ins className={styles.added}>
          <Value field={field} value={difference.after} />
        </ins>
      );
    case 'cleared':
      return (
        <del className={styles.removed}>
          <Value field={field} value={difference.before} />
        </del>
      );
    case 'text':
      return <Diff before={difference.before} after={difference.after} />;
    case 'list':
      return (
        <span className={styles.list}>
          <Items items={difference.removed} change="removed" />
          <Items items={difference.added} change="added" />
          <Items items={difference.kept} change="kept" />
        </span>
      );
    default:
      return (
        <span className={styles.pair}>
          <del className={styles.removed}>
            <Value field={field} value={difference.before} />
          </del>
          <Icon name="next" size={12} />
          <ins className={styles.added}>
            <Value field={field} value={difference.after} />
          </ins>
        </span>
      );
  }
};

/** What changed, field by field; what went is struck out, what came is underlined. */
export const ChangeList = ({ changes }: { changes: readonly Change[] }) => {
  const text = useText();
  return (
    <dl className={styles.changes}>
      {changes.map((change) => (
        <div key={change.field}>
          <dt title={change.field}>
            <bdi>{fieldWords(change.field, text)}</bdi>
          </dt>
          <dd>
            <ChangeValue {...change} />
          </dd>
        </div>
      ))}
    </dl>
  );
};
