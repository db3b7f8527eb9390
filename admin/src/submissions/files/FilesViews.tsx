import { useSearchParams } from 'react-router-dom';
import { changeQuery } from '../../components/list/listState.ts';
import { StateLinks } from '../../components/list/StateLinks.tsx';
import { useText } from '../../i18n/useText.ts';
import { views, type FilesView } from './fileRows.ts';

type Props = { view: FilesView; counts: Record<FilesView, number> };

/** What is to be done about files, each with its count and an address of its own. */
export const FilesViews = ({ view, counts }: Props) => {
  const text = useText();
  const [query] = useSearchParams();
  const shown = views.filter((each) => each === 'all' || each === view || counts[each] > 0);
  return (
    <StateLinks
      label={text('files.views')}
      links={shown.map((each) => ({
        key: each,
        label: text(`files.view.${each}`),
        count: counts[each],
        search: changeQuery(query, { view: each === 'all' ? null : each }).toString(),
        isCurrent: each === view,
      }))}
    />
  );
};
