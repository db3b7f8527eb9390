/** Records of one table: what is taken in and checked within seconds, in one transaction. */
export const mostRows = 20_000;
