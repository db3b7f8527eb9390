import { Change } from './Change.tsx';
import styles from './difference.module.css';
import type { FieldChange } from './fieldDifference.ts';
import { Isolated } from '../../components/Isolated.tsx';

/** A structure before and after, field by field; fields that did not change are left out. */
export const FieldsChange = ({ changes }: { changes: readonly FieldChange[] }) => (
  <dl className={styles.fields}>
    {changes.map(({ path, before, after }) => (
      <div key={path}>
        <dt>
          <Isolated value={path} />
        </dt>
        <dd>
          <Change field={path} before={before} after={after} />
        </dd>
      </div>
    ))}
  </dl>
);
