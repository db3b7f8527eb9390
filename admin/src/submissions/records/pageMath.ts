/** The first page is small, to be there soon; the others are large, to reach far rows in few steps. */
export const firstPage = 200;
export const furtherPage = 500;

export const pageSize = (page: number): number => (page === 0 ? firstPage : furtherPage);

/** The index of a page's first row. */
export const pageStart = (page: number): number => (page === 0 ? 0 : firstPage + (page - 1) * furtherPage);

/** The page that holds a row. */
export const pageOfRow = (index: number): number =>
  index < firstPage ? 0 : 1 + Math.floor((index - firstPage) / furtherPage);
