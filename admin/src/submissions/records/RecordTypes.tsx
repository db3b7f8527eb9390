import { useLocale } from 'react-admin';
import { Link, useSearchParams } from 'react-router-dom';
import items from '../../ena/items/ItemsTab.module.css';
import { useText } from '../../i18n/useText.ts';
import { useSubmission } from '../useSubmission.ts';
import styles from './RecordsTab.module.css';
import type { SheetType } from './useSheetRows.ts';

const types = ['sample', 'experiment', 'run'] as const;

/** Switches between samples, experiments and runs; with only one of them there is nothing to switch. */
export const RecordTypes = ({ type }: { type: SheetType | undefined }) => {
  const text = useText();
  const locale = useLocale();
  const { recordCounts } = useSubmission();
  const [query] = useSearchParams();
  const shown = types.filter((each) => recordCounts[each] > 0 || each === type);
  if (shown.length < 2) return null;
  const address = (each: SheetType) => {
    const next = new URLSearchParams({ type: each });
    const findings = query.get('findings');
    if (findings !== null) next.set('findings', findings);
    return { search: next.toString() };
  };
  return (
    <nav aria-label={text('submission.records.types')} className={styles.types}>
      {shown.map((each) => (
        <Link
          key={each}
          to={address(each)}
          className={items.state}
          aria-current={each === type ? 'page' : undefined}
        >
          {text(`submission.records.type.${each}`)} <span>{recordCounts[each].toLocaleString(locale)}</span>
        </Link>
      ))}
    </nav>
  );
};
