import Button from '@mui/material/Button';
import { useGetList } from 'react-admin';
import { useSearchParams } from 'react-router-dom';
import { useText } from '../../i18n/useText.ts';
import { mostSubmissions } from '../../providers/batches.ts';
import { useCreateBatch } from './useCreateBatch.ts';

/** Puts everything that the list finds into a batch, also what is on its other pages: the longest approved first. */
export const CreateFromFilter = () => {
  const text = useText();
  const q = useSearchParams()[0].get('q') ?? '';
  const filter = q === '' ? {} : { q };
  const { total } = useGetList('eligible', { pagination: { page: 1, perPage: 1 }, filter });
  const { create, isBusy } = useCreateBatch({ filter: { ...filter, limit: mostSubmissions } });
  if (total === undefined || total === 0) return null;
  return (
    <Button loading={isBusy} onClick={() => void create()}>
      {total > mostSubmissions
        ? text('ena.create.firstOfAll', { count: mostSubmissions, all: total })
        : text(q === '' ? 'ena.create.all' : 'ena.create.allFound', { count: total })}
    </Button>
  );
};
