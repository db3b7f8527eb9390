import { Icon } from '../../components/Icon.tsx';
import { useText } from '../../i18n/useText.ts';
import { differenceOf } from './difference.ts';
import styles from './event.module.css';
import { FactValue } from './FactValue.tsx';
import { statusWords } from './fieldWords.ts';
import { FieldsChange } from './FieldsChange.tsx';
import { PersonName } from './PersonName.tsx';
import { RowsChange } from './RowsChange.tsx';
import { hashesApart } from './shape.ts';
import { TextChange } from './TextChange.tsx';

/**
 * The log has people by their ids; their names are shown beside, if the reader may see them. A status is shown in the
 * words that the pages use.
 */
const Value = ({ field, value }: { field: string; value: unknown }) => {
  const text = useText();
  if (field.endsWith('Id') && typeof value === 'string' && field !== 'taxonId')
    return <PersonName id={value} />;
  const words = field === 'status' && statusWords(value, text);
  return words ? <span title={String(value)}>{words}</span> : <FactValue value={value} />;
};

const Items = ({ items, change }: { items: readonly unknown[]; change: 'removed' | 'added' | 'kept' }) => {
  const Tag = change === 'removed' ? 'del' : change === 'added' ? 'ins' : 'span';
  return items.map((item) => (
    <Tag key={`${change} ${JSON.stringify(item)}`} className={styles[change]}>
      <FactValue value={item} />
    </Tag>
  ));
};

type Props = { field: string; before: unknown; after: unknown };

/** Before and after of one field, in the form that reads best. */
export const Change = ({ field, before, after }: Props) => {
  const difference = differenceOf(...hashesApart(before, after));
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
      return <TextChange before={difference.before} after={difference.after} />;
    case 'fields':
      return <FieldsChange changes={difference.changes} />;
    case 'rows':
      return <RowsChange difference={difference.rows} />;
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
