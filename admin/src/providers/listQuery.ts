import type { GetListParams } from 'react-admin';

type FilterValue = string | number | boolean | readonly string[] | null | undefined;

/** The query of a keyset list: filters and search as they are, sort as `-field`, a cursor in `meta.after` or `meta.before`. */
export const listQueryString = ({ pagination, sort, filter, meta }: GetListParams): string => {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries((filter ?? {}) as Record<string, FilterValue>)) {
    const text = Array.isArray(value) ? value.join(',') : String(value ?? '');
    if (text !== '') query.set(name, text);
  }
  // `id` is what react-admin asks for when nobody asked for an order: the API then has its own.
  if (sort?.field && sort.field !== 'id')
    query.set('sort', `${sort.order === 'DESC' ? '-' : ''}${sort.field}`);
  if (pagination) query.set('limit', String(pagination.perPage));
  if (meta?.after) query.set('after', meta.after);
  else if (meta?.before) query.set('before', meta.before);
  return query.toString();
};
