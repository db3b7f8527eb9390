/**
 * `Content-Disposition` of a download (RFC 6266): the name in plain ASCII for old programs, and percent-encoded for all
 * others. Nothing in a name can end the header or add to it.
 */
export function attachment(name: string): string {
  const plain = name.replace(/[^\w.,+@~() -]/g, '_');
  const encoded = encodeURIComponent(name).replace(
    /['()*]/g,
    (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return `attachment; filename="${plain}"; filename*=UTF-8''${encoded}`;
}
