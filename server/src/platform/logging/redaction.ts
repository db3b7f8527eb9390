/** Shorter ones would take ordinary words out of the log; a secret of that length is none. */
const shortest = 6;

/**
 * Takes secrets out of text that is about to be written: errors of libraries may quote the URL they were given.
 *
 * @returns a function that replaces every secret, as it is and as JSON writes it
 */
export function redactor(secrets: readonly string[]): (text: string) => string {
  const forms = secrets.flatMap((secret) =>
    secret.length < shortest ? [] : [secret, JSON.stringify(secret).slice(1, -1)],
  );
  // The longest first: a URL before the password in it.
  const ordered = [...new Set(forms)].sort((one, other) => other.length - one.length);
  return (text) => ordered.reduce((rest, form) => rest.replaceAll(form, '[secret]'), text);
}
