/** The message of a record with which nothing is wrong itself: ENA takes a request as a whole. */
export const refusedWithOthers = 'ENA refused the whole request because of another record in it.';
