import { isChangesView } from '@contract/audit/finding/changes-view.contract.ts';
import { useLocale } from 'react-admin';
import { useText } from '../../i18n/useText.ts';
import { logFilters } from '../filters/logFilters.tsx';
import styles from './FilterWords.module.css';
import { VisibleText } from '../../components/VisibleText.tsx';

/** A filter of the log in words; without one it is the whole log. */
export const FilterWords = ({
  values,
  everything,
}: {
  values: Record<string, string>;
  everything: string;
}) => {
  const text = useText();
  const locale = useLocale();
  const known = logFilters(text, locale);
  // A filter without words is shown by its name, since everything about an export must be stated.
  const inForce = Object.entries(values).map(([name, value]) => {
    // The actions that the view “Changes” leaves out would be a long list, and easily misread after "not".
    if (isChangesView(name, value))
      return { name, label: text('logExports.inView'), words: text('audit.view.changes') };
    const filter = known.find((each) => each.name === name);
    return {
      name,
      label: filter?.label ?? name,
      words: filter?.kind === 'given' ? filter.render(value) : value,
    };
  });
  if (inForce.length === 0) return <p>{everything}</p>;
  return (
    <dl className={styles.filters}>
      {inForce.map(({ name, label, words }) => (
        <div key={name}>
          <dt>{label}</dt>
          <dd>
            <bdi>{typeof words === 'string' ? <VisibleText value={words} /> : words}</bdi>
          </dd>
        </div>
      ))}
    </dl>
  );
};

/** Values as the API keeps them, as one text each. */
export const filterTexts = (filter: Readonly<Record<string, unknown>>): Record<string, string> =>
  Object.fromEntries(
    Object.entries(filter).map(([name, value]) => [
      name,
      Array.isArray(value) ? value.join(',') : String(value),
    ]),
  );
