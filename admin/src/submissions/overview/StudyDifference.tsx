import { Diff } from '../../components/Diff.tsx';
import { Facts } from '../../components/Section.tsx';
import { useText } from '../../i18n/useText.ts';
import type { Study } from '../study.ts';
import styles from './ChangeStudyDialog.module.css';

const fields = ['title', 'description', 'checklist', 'holdDate'] as const;

type Props = { before: Study; theirs: Study; mine: Study };

/** What somebody else changed while this form was open, and what saving would make of it. */
export const StudyDifference = ({ before, theirs, mine }: Props) => {
  const text = useText();
  const changed = fields.filter((field) => before[field] !== theirs[field] || theirs[field] !== mine[field]);
  return (
    <div role="alert" className={styles.difference}>
      <h3>{text('submission.stale.study')}</h3>
      {changed.map((field) => (
        <Facts
          key={field}
          facts={[
            {
              label: `${text(`submission.field.${field}`)} · ${text('submission.stale.theirs')}`,
              value: <Diff before={before[field]} after={theirs[field]} />,
            },
            {
              label: `${text(`submission.field.${field}`)} · ${text('submission.stale.mine')}`,
              value: <Diff before={theirs[field]} after={mine[field]} />,
            },
          ]}
        />
      ))}
    </div>
  );
};
