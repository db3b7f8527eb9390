/**
 * What somebody is writing, kept until it is sent: for this tab and this person only, gone with the tab or with signing
 * out. Where the browser keeps nothing (storage is full or blocked), writing goes on all the same.
 */
const prefix = 'seqdb-form:';
const keyOf = (form: string, personId: string) => `${prefix}${form}:${personId}`;

export const keepForm = (form: string, personId: string, values: Record<string, string>): void => {
  try {
    sessionStorage.setItem(keyOf(form, personId), JSON.stringify(values));
  } catch {
    return; // nothing is lost that is on the screen
  }
};

export const forgetForm = (form: string, personId: string): void => {
  try {
    sessionStorage.removeItem(keyOf(form, personId));
  } catch {
    return;
  }
};

/** The fields of `empty` as they were kept; what is missing or no text is as in `empty`. */
export const keptForm = <Values extends Record<string, string>>(
  form: string,
  personId: string,
  empty: Values,
): Values => {
  const kept = read(keyOf(form, personId));
  const fields = Object.entries(empty).map(([name, value]) => {
    const given = kept[name];
    return [name, typeof given === 'string' ? given : value];
  });
  return Object.fromEntries(fields) as Values;
};

const read = (key: string): Record<string, unknown> => {
  try {
    const kept: unknown = JSON.parse(sessionStorage.getItem(key) ?? '{}');
    return typeof kept === 'object' && kept !== null ? (kept as Record<string, unknown>) : {};
  } catch {
    return {};
  }
};

/** Nothing that was written stays for whoever sits down next. */
export const forgetForms = (): void => {
  try {
    for (const key of Object.keys(sessionStorage)) if (key.startsWith(prefix)) sessionStorage.removeItem(key);
  } catch {
    return;
  }
};
