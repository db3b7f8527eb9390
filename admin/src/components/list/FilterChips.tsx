import { useText } from '../../i18n/useText.ts';
import { Icon } from '../Icon.tsx';
import type { Filter } from './list.types.ts';
import styles from './list.module.css';

type Props = {
  filters: readonly Filter[];
  values: Record<string, string>;
  onRemove: (name: string) => void;
  onClear: () => void;
};

const wordOf = (filter: Filter, value: string) =>
  filter.kind === 'choice'
    ? (filter.options.find((option) => option.value === value)?.label ?? value)
    : value;

const shownOf = (filter: Filter, value: string) =>
  filter.kind === 'given' ? filter.render(value) : wordOf(filter, value);

/** The filters in force, each of which a click takes away. */
export const FilterChips = ({ filters, values, onRemove, onClear }: Props) => {
  const text = useText();
  const inForce = filters.filter(({ name }) => values[name] !== undefined);
  if (inForce.length === 0) return null;
  return (
    <ul className={styles.chips} aria-label={text('parts.list.filters')}>
      {inForce.map((filter) => {
        const given = values[filter.name] ?? '';
        const value = wordOf(filter, given);
        return (
          <li key={filter.name} className={styles.chip}>
            <span>{filter.label}</span>
            <bdi>{shownOf(filter, given)}</bdi>
            <button
              type="button"
              onClick={() => onRemove(filter.name)}
              aria-label={text('parts.list.removeFilter', { name: filter.label, value })}
            >
              <Icon name="close" size={12} />
            </button>
          </li>
        );
      })}
      <li>
        <button type="button" className={styles.clear} onClick={onClear}>
          {text('parts.list.clearFilters')}
        </button>
      </li>
    </ul>
  );
};
