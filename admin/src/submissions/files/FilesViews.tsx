import { useLocale } from 'react-admin';
import { Link, useSearchParams } from 'react-router-dom';
import { changeQuery } from '../../components/list/listState.ts';
import items from '../../ena/items/ItemsTab.module.css';
import { useText } from '../../i18n/useText.ts';
import { views, type FilesView } from './fileRows.ts';

type Props = { view: FilesView; counts: Record<FilesView, number> };

/** What is to be done about files, each with its count and an address of its own. */
export const FilesViews = ({ view, counts }: Props) => {
  const text = useText();
  const locale = useLocale();
  const [query] = useSearchParams();
  return (
    <nav aria-label={text('files.views')} className={items.states}>
      {views
        .filter((each) => each === 'all' || each === view || counts[each] > 0)
        .map((each) => (
          <Link
            key={each}
            to={{ search: changeQuery(query, { view: each === 'all' ? null : each }).toString() }}
            className={items.state}
            aria-current={each === view ? 'page' : undefined}
          >
            {text(`files.view.${each}`)} <span>{counts[each].toLocaleString(locale)}</span>
          </Link>
        ))}
    </nav>
  );
};
