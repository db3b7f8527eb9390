/** The page of legal holds, with these alone. @param ids the whole list where there is none */
export const holdsAddress = (ids: readonly string[]): string =>
  ids.length === 0 ? '/log-retention' : `/log-retention?hold=${ids.map(encodeURIComponent).join(',')}`;
